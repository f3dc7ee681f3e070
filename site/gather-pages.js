import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join, relative, resolve } from 'node:path'

const root = join(import.meta.dirname, '..')
const singles = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'examples/README.md']

/** Puts the pages of the repository into a folder, where they lie as in the repository, so that their links hold. */
export function gatherPages(folder) {
  const written = new Set()
  const write = (path, text) => {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  /** A page for a file that a page links to, and for those that it links to in turn. */
  const gather = (path) => {
    const page = pageOf(path)
    if (written.has(page)) return
    written.add(page)
    const text = readPage(path)
    write(page, followLinks(text, path, gather))
  }
  for (const path of [...singles, ...listPages('docs')]) gather(path)
  for (const name of ['docs/screenshots', 'docs/schemas'])
    cpSync(join(root, name), join(folder, name), { recursive: true })
  write('public/llms.txt', followLinks(readFileSync(join(root, 'llms.txt'), 'utf8'), 'llms.txt', gather))
}

function listPages(folder) {
  const names = readdirSync(join(root, folder), { recursive: true })
  return names.filter((name) => name.endsWith('.md')).map((name) => join(folder, name))
}

/** Where a file or folder of the repository has its page. VitePress takes brackets in a path for a parameter. */
function pageOf(path) {
  if (basename(path) === 'README.md') return join(dirname(path), 'index.md')
  const plain = path.replace(/[[\]]/g, '')
  if (isFolder(path)) return join(plain, 'index.md')
  return path.endsWith('.md') ? plain : `${plain}.md`
}

function readPage(path) {
  const file = join(root, path)
  if (isFolder(path)) return listFolder(path)
  const text = readFileSync(file, 'utf8')
  return path.endsWith('.md') ? text : `# ${path}\n\n\`\`\`\`${extname(path).slice(1)}\n${text}\n\`\`\`\`\n`
}

function listFolder(path) {
  if (existsSync(join(root, path, 'README.md'))) return readFileSync(join(root, path, 'README.md'), 'utf8')
  const names = readdirSync(join(root, path)).filter((name) => !/^\.|^node_modules$/.test(name))
  return `# ${path}\n\n${names.map((name) => `- [${name}](${name})`).join('\n')}\n`
}

/** The text with its links to files leading to their pages; code is left as it is. */
function followLinks(text, path, gather) {
  const base = isFolder(path) ? path : dirname(path)
  const parts = text.split(/(^(`{3,})[^\n]*\n[\s\S]*?^\2$)/m).filter((_, index) => index % 3 !== 2)
  return parts.map((part, index) => (index % 2 ? part : followEach(part))).join('')

  function followEach(prose) {
    return prose.replace(/\]\(([^)\s#]+)(#[^)\s]*)?\)/g, (link, target, anchor = '') => {
      if (/^[a-z]+:/.test(target) || /\.(png|svg)$/.test(target)) return link
      const asked = relative(root, resolve(root, base, target)) || 'README.md'
      if (!existsSync(join(root, asked))) return link
      gather(asked)
      return `](${toRelative(relative(dirname(pageOf(path)), pageOf(asked)))}${anchor})`
    })
  }
}

function isFolder(path) {
  return statSync(join(root, path)).isDirectory()
}

function toRelative(path) {
  return path.startsWith('.') ? path : `./${path}`
}
