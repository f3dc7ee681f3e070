import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitepress'

const pages = join(import.meta.dirname, '../dist/pages')

function titleOf(path) {
  const [, title] = /^# (.+)$/m.exec(readFileSync(join(pages, path), 'utf8')) ?? []
  return title?.replaceAll('`', '').replaceAll('\\', '') ?? path
}

function itemOf(path) {
  return { text: titleOf(path), link: `/${path.replace(/(index)?\.md$/, '')}` }
}

function listItems(folder) {
  const names = readdirSync(join(pages, folder)).filter((name) => name.endsWith('.md') && name !== 'index.md')
  return names.sort().map((name) => itemOf(join(folder, name)))
}

/** The front door and its namespace first, then the other ways in by their names. */
function listReference() {
  const names = readdirSync(join(pages, 'reference/grantkeeper'), { recursive: true, encoding: 'utf8' })
  const others = names.filter((name) => /^(adapters|emulator|stores).*\.md$/.test(name)).sort()
  const [front, namespace] = ['index.md', 'namespaces/Webex.md']
  return [
    { text: 'grantkeeper', link: linkOf(front) },
    { text: 'grantkeeper: Webex', link: linkOf(namespace) },
    ...others.map((name) => ({ text: `grantkeeper/${name.replace(/\.md$/, '')}`, link: linkOf(name) })),
  ]

  function linkOf(name) {
    return `/reference/grantkeeper/${name.replace(/(index)?\.md$/, '')}`
  }
}

const explanation = ['why-refresh-is-hard', 'threat-model']
const background = ['architecture', 'reliability', 'performance', 'glossary']
const looked = ['errors', 'emulator', 'emulator-coverage']

/** The guides as their own page has them: a group for each heading. */
function listGuides() {
  const [, ...sections] = readFileSync(join(pages, 'docs/how-to/index.md'), 'utf8').split('\n## ')
  return sections.map((section) => ({
    text: section.split('\n', 1)[0],
    items: [...section.matchAll(/^- \[[^\]]+\]\(\.\/([\w-]+\.md)\)/gm)].map(([, name]) =>
      itemOf(`docs/how-to/${name}`),
    ),
  }))
}

const start = { text: 'Start', items: ['index.md', 'docs/tutorial.md', 'examples/index.md'].map(itemOf) }
const lookUp = {
  text: 'Look up',
  items: [
    ...looked.map((name) => itemOf(`docs/${name}.md`)),
    ...listItems('docs/reference'),
    { text: 'Reference of the imports', link: '/reference/' },
  ],
}
const understand = {
  text: 'Understand',
  items: [
    ...explanation.map((name) => itemOf(`docs/explanation/${name}.md`)),
    ...background.map((name) => itemOf(`docs/${name}.md`)),
    { text: 'Decisions', link: `${listItems('docs/decisions')[0]?.link}` },
  ],
}
const project = { text: 'Project', items: ['SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].map(itemOf) }

/** Indented blocks, which are commands, in the frame that fenced ones have. */
function frameCommands(markdown) {
  markdown.renderer.rules.code_block = (tokens, index, ...rest) => {
    tokens[index].info = 'sh'
    return markdown.renderer.rules.fence(tokens, index, ...rest)
  }
}

// biome-ignore lint/style/noDefaultExport: that is where VitePress looks
export default defineConfig({
  title: 'grantkeeper',
  description: 'The grant manager for Webex integrations',
  lang: 'en',
  srcDir: 'dist/pages',
  outDir: 'dist/html',
  cacheDir: 'dist/cache',
  ignoreDeadLinks: 'localhostLinks', // the addresses of the reader's own servers
  markdown: {
    html: false,
    config: frameCommands,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  transformHead: ({ page }) =>
    page === '404.md' ? [] : [['link', { rel: 'alternate', type: 'text/markdown', href: `/${page}` }]],
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Tutorial', link: '/docs/tutorial' },
      { text: 'How to', link: '/docs/how-to/' },
      { text: 'Errors', link: '/docs/errors' },
      { text: 'Reference', link: '/reference/' },
    ],
    // One for each part, so that none is so long that it has to be folded.
    sidebar: {
      '/reference/': [start, { text: 'Reference', items: [itemOf('reference/index.md'), ...listReference()] }],
      '/docs/errors': [start, { text: 'Errors', items: [itemOf('docs/errors.md'), ...listItems('docs/errors')] }],
      '/docs/decisions/': [start, { text: 'Decisions', items: listItems('docs/decisions') }, understand],
      '/': [start, { text: 'How to', items: listGuides() }, lookUp, understand, project],
    },
  },
})
