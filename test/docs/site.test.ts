import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { gatherPages } from '../../site/gather-pages.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gk-site-'))
  gatherPages(folder)
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Links that lead to no page, in a text that lies at a path. */
function findDead(path: string, text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)].map(([, target = '']) => target)
  const own = targets.filter((target) => !/^[a-z]+:/.test(target))
  return own.filter((target) => !existsSync(join(folder, dirname(path), target))).map((target) => `${path}: ${target}`)
}

it('gathers pages whose links lead to pages, as Markdown too', () => {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'))
  expect(names).toEqual(expect.arrayContaining(['index.md', 'docs/tutorial.md', 'docs/how-to/index.md']))
  expect(names.flatMap((name) => findDead(name, readFileSync(join(folder, name), 'utf8')))).toEqual([])
})

it('gives llms.txt links to the pages of the site, not to files of the repository', () => {
  const text = readFileSync(join(folder, 'public/llms.txt'), 'utf8')
  expect(text).toMatch(/^# grantkeeper\n\n> \S/)
  expect(findDead('llms.txt', text)).toEqual([])
})
