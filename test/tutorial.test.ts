import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorCodes } from '../src/errors/index.ts'

const root = join(import.meta.dirname, '..')

const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'examples/README.md'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name)),
]
  .filter((page) => page.endsWith('.md'))
  .map((page) => ({ page, text: readFileSync(join(root, page), 'utf8') }))

/** The code blocks that say which file they show: ```js file=examples/… */
function findQuotedFiles(text: string): { file: string; code: string }[] {
  return [...text.matchAll(/^```\w* file=(\S+)\n(.*?)^```$/gms)].map(([, file = '', code = '']) => ({ file, code }))
}

/** Where links and images lead, without those that leave the repository. */
function findLinks(text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  return targets.filter((target) => !/^https?:/.test(target))
}

/** The anchors GitHub gives the headings of a page. */
function findAnchors(text: string): string[] {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase())
  return headings.map((heading) => heading.replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'))
}

function leadsSomewhere(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#')
  const file = path ? resolve(root, dirname(page), path) : join(root, page)
  if (!existsSync(file) || relative(root, file).startsWith('..')) return false
  return anchor === undefined || findAnchors(readFileSync(file, 'utf8')).includes(anchor)
}

describe('the pages of the documentation', () => {
  it.each(pages)('$page names only error codes of the catalogue', ({ text }) => {
    const codes = [...new Set(text.match(/\bWX-[A-Z]+(-[A-Z]+)*\b(?!-\*)/g))]
    expect(codes.filter((code) => !(errorCodes as readonly string[]).includes(code))).toEqual([])
  })

  it.each(pages)('$page has links and pictures that lead somewhere', ({ page, text }) => {
    expect(findLinks(text).filter((target) => !leadsSomewhere(page, target))).toEqual([])
  })

  it.each(pages)('$page shows code as the file has it', ({ text }) => {
    for (const { file, code } of findQuotedFiles(text)) expect(code).toBe(readFileSync(join(root, file), 'utf8'))
  })

  it('show each example in one of them', () => {
    const shown = pages.flatMap(({ text }) => findQuotedFiles(text).map(({ file }) => file))
    const servers = new Set(shown.filter((file) => file.endsWith('/server.js')))
    expect([...servers].sort()).toEqual(examples.map((name) => `examples/${name}/server.js`).sort())
  })

  it('show every picture that was taken', () => {
    const taken = readdirSync(join(root, 'docs/screenshots'))
    expect(taken.filter((name) => !pages.some(({ text }) => text.includes(`screenshots/${name})`)))).toEqual([])
  })
})

const examples = readdirSync(join(root, 'examples')).filter((name) =>
  existsSync(join(root, 'examples', name, 'server.js')),
)

describe('the tutorial', () => {
  it('names every variable that is read', () => {
    const files = readdirSync(join(root, 'src/config')).filter((name) => !/foreign-names|\.test\./.test(name))
    const code = ['config.ts', ...files.map((name) => `config/${name}`)]
      .map((name) => readFileSync(join(root, 'src', name), 'utf8'))
      .join('\n')
    const read = code.match(/\b((WEBEX|GRANTKEEPER)_[A-Z_]*[A-Z]|[A-Z]+_URL|NODE_ENV)\b/g)
    const tutorial = readFileSync(join(root, 'docs/tutorial.md'), 'utf8')
    expect(read).toContain('DATABASE_URL')
    expect([...new Set(read)].filter((name) => !tutorial.includes(`\`${name}\``))).toEqual([])
  })
})
