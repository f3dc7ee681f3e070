import { join } from 'node:path'
import { Application, Converter, ReflectionKind } from 'typedoc'

const src = join(import.meta.dirname, '../src')
const entryPoints = [
  'index.ts',
  'emulator/index.ts',
  'adapters/{node,express,fastify,hono,next}.ts',
  'stores/{memory,sqlite,postgres,contract}.ts',
].map((path) => join(src, path))

/** Writes a page for each way into the package, from its docstrings. */
export async function writeReference(folder) {
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    tsconfig: join(import.meta.dirname, 'tsconfig.json'),
    entryPoints,
    name: 'Reference',
    readme: 'none',
    skipErrorChecking: true, // types are checked by `npm run types`
    disableSources: true,
    excludeExternals: true,
    excludeInternal: true,
    outputs: [{ name: 'markdown', path: folder }],
    router: 'module',
    entryFileName: 'index',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    indexFormat: 'table',
    groupOrder: ['Functions', 'Classes', 'Variables', '*', 'Type Aliases', 'Namespaces'], // what is called comes first
    sanitizeComments: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'list',
    validation: { invalidLink: true, notExported: false },
    blockTags: ['@module', '@example', '@see', '@throws', '@param', '@returns', '@deprecated'],
    treatWarningsAsErrors: false,
    logLevel: 'Warn',
  })
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const room of project.children ?? []) room.name = nameOf(room.name)
    for (const { comment } of project.getReflectionsByKind(ReflectionKind.All)) if (comment) dropNotes(comment)
  })
  const project = await app.convert()
  if (!project) throw new Error('The docstrings cannot be read.')
  await app.generateOutputs(project)
}

/** As an app imports it. */
function nameOf(path) {
  return join('grantkeeper', path.replace(/(^|\/)index$/, ''))
}

/** `WEBEX.md` are the maintainers' notes, and no part of the repository: readers get the other sources. */
function dropNotes(comment) {
  for (const part of comment.blockTags.filter(({ tag }) => tag === '@see').flatMap(({ content }) => content)) {
    part.text = part.text.replace(/(^|, )WEBEX\.md[^,]*(, §[^,]*)*/g, '').replace(/^, /, '')
  }
  comment.blockTags = comment.blockTags.filter(({ tag, content }) => tag !== '@see' || content.some(hasText))
}

function hasText({ text }) {
  return text.trim() !== ''
}
