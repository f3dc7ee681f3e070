// Builds the site into dist/html: `npm ci && npm run build`. Nothing in it is loaded from elsewhere.
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vitepress'
import { gatherPages } from './gather-pages.js'
import { writeReference } from './write-reference.js'

const pages = join(import.meta.dirname, 'dist/pages')
const html = join(import.meta.dirname, 'dist/html')

rmSync(join(import.meta.dirname, 'dist'), { recursive: true, force: true })
gatherPages(pages)
await writeReference(join(pages, 'reference'))
await build(import.meta.dirname)
cpSync(pages, html, { recursive: true, filter: (path) => !path.endsWith('public') }) // each page as Markdown too, beside its .html
