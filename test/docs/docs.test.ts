import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { renderErrorPages } from '../../scripts/error-docs.ts'
import { errorCodes } from '../../src/errors/index.ts'

const root = join(import.meta.dirname, '../..')

describe('the page of each error', () => {
  const folder = join(root, 'docs/errors')

  it('is there for every code, and for no other', () => {
    expect(readdirSync(folder).sort()).toEqual(errorCodes.map((code) => `${code}.md`).sort())
  })

  it('is what the catalogue says', () => {
    for (const [name, text] of renderErrorPages()) {
      expect(readFileSync(join(folder, name), 'utf8'), 'run "npm run docs:errors"').toBe(text)
    }
  })

  it('tells where the error is raised', () => {
    for (const [name, text] of renderErrorPages()) expect(text, name).toMatch(/^- `[a-z-]+`: \w/m)
  })
})

describe('the page of all guides', () => {
  it('has each of them once', () => {
    const folder = join(root, 'docs/how-to')
    const listed = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/^- \[[^\]]+\]\(([\w-]+\.md)\)/gm)]
    const guides = readdirSync(folder).filter((name) => name !== 'README.md')
    expect(listed.map(([, name]) => name).sort()).toEqual(guides.sort())
  })
})

describe('llms.txt', () => {
  const text = readFileSync(join(root, 'llms.txt'), 'utf8')
  const targets = [...text.matchAll(/^- \[[^\]]+\]\(([^)]+)\)/gm)].map(([, target = '']) => target)

  it('has a title, a summary, and lists under headings, the optional one last', () => {
    expect(text).toMatch(/^# \S.*\n\n> \S/)
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
    expect(headings.length).toBeGreaterThan(2)
    expect(headings.at(-1)).toBe('Optional')
    const rest = text.split('\n## ').slice(1)
    for (const section of rest) {
      const [, ...lines] = section.split('\n')
      expect(lines.filter((line) => line !== '' && !/^- \[[^\]]+\]\([^)]+\): \S/.test(line))).toEqual([])
    }
  })

  it('leads somewhere with every link', () => {
    expect(targets.length).toBeGreaterThan(10)
    expect(targets.filter((target) => !existsSync(join(root, target)))).toEqual([])
  })

  it('leads to every page but those of single errors', () => {
    const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !/^(errors|decisions)\//.test(name))
      .map((name) => `docs/${name}`)
    expect(pages.filter((page) => !targets.includes(page))).toEqual([])
  })
})
