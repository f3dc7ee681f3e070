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

function listReference() {
  const names = readdirSync(join(pages, 'reference'), { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => name.endsWith('.md') && name !== 'index.md')
    .sort((a, b) => a.length - b.length || a.localeCompare(b))
    .map((name) => ({
      text: name.replace(/(\/index)?\.md$/, ''),
      link: `/reference/${name.replace(/(index)?\.md$/, '')}`,
    }))
}

const explanation = ['why-refresh-is-hard', 'threat-model']
const background = ['architecture', 'reliability', 'performance', 'glossary']
const looked = ['errors', 'emulator', 'emulator-coverage']

// biome-ignore lint/style/noDefaultExport: that is where VitePress looks
export default defineConfig({
  title: 'grantkeeper',
  description: 'The grant manager for Webex integrations',
  lang: 'en',
  srcDir: 'dist/pages',
  outDir: 'dist/html',
  cacheDir: 'dist/cache',
  ignoreDeadLinks: 'localhostLinks', // the addresses of the reader's own servers
  markdown: { html: false },
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Tutorial', link: '/docs/tutorial' },
      { text: 'Errors', link: '/docs/errors' },
      { text: 'Reference', link: '/reference/' },
    ],
    sidebar: [
      { text: 'Start', items: [itemOf('index.md'), itemOf('docs/tutorial.md'), itemOf('examples/index.md')] },
      { text: 'How to', items: listItems('docs/how-to') },
      { text: 'Look up', items: [...looked.map((name) => itemOf(`docs/${name}.md`)), ...listItems('docs/reference')] },
      { text: 'Imports', collapsed: true, items: listReference() },
      { text: 'Error codes', collapsed: true, items: listItems('docs/errors') },
      {
        text: 'Understand',
        items: [
          ...explanation.map((name) => itemOf(`docs/explanation/${name}.md`)),
          ...background.map((name) => itemOf(`docs/${name}.md`)),
        ],
      },
      { text: 'Decisions', collapsed: true, items: listItems('docs/decisions') },
      { text: 'Project', items: ['SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].map(itemOf) },
    ],
  },
})
