import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandHelp, generalHelp } from '../../src/cli/help-texts/index.ts'
import { createTrip } from '../trips/trip.ts'

const root = join(import.meta.dirname, '../..')
/** Those of the errors and of the command line are written by programs, which have tests of their own. */
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'examples/README.md', ...listPages()].map((page) => ({
  page,
  text: readFileSync(join(root, page), 'utf8'),
}))

function listPages(): string[] {
  const names = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => name.endsWith('.md') && !/^(errors|reference)[/.]/.test(name))
    .map((name) => `docs/${name}`)
}

/** Languages that run, or that something runs by. Commands are looked at line by line, further down. */
const RUNS = /^(js|jsx|ts|tsx|mjs|javascript|typescript|nginx|ya?ml|Dockerfile)$/

interface Block {
  language: string
  /** What follows the language, such as `file=examples/…`. */
  source: string
  code: string
}

function findBlocks(text: string): Block[] {
  return [...text.matchAll(/^```(\w+) *([^\n]*)\n(.*?)^```$/gms)].map(([, language = '', source = '', code = '']) => {
    return { language, source, code }
  })
}

/** Whether each paragraph of the code stands in the file, one after the other; how far it is indented does not matter. */
function isExcerpt(code: string, file: string): boolean {
  let at = 0
  return readParagraphs(code).every((paragraph) => {
    const found = unindent(file).indexOf(`\n${paragraph}\n`, at)
    at = found + paragraph.length
    return found >= 0
  })
}

const unindent = (text: string) => `\n${text.replace(/^ +/gm, '')}\n`
const readParagraphs = (code: string) =>
  unindent(code)
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)

describe('code in the documentation', () => {
  it.each(pages)('of $page is a file, or a piece of one', ({ text }) => {
    for (const { language, source, code } of findBlocks(text).filter((block) => RUNS.test(block.language))) {
      const [, how, file = ''] = /^(file|from)=(\S+)$/.exec(source) ?? []
      expect(how, `${language}: ${code.slice(0, 80)}`).toBeDefined()
      // Whole files are compared by the test of the tutorial.
      if (how === 'from') expect(isExcerpt(code, readFileSync(join(root, file), 'utf8')), code).toBe(true)
    }
  })

  it('is of a folder that a test runs', () => {
    const tests = ['test', 'src'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.test\.[jt]s$/.test(name) && !name.includes('node_modules'))
        .map((name) => readFileSync(join(root, folder, name), 'utf8')),
    )
    const folders = readdirSync(join(root, 'examples')).filter((name) => !/\.md$|^proxy$/.test(name)) // nginx: see below
    // The servers are all run by one test, which lists them; what Vitest finds runs by itself.
    const named = (name: string) => tests.some((text) => text.includes(`examples/${name}`))
    expect(folders.filter((name) => !named(name) && !existsSync(join(root, 'examples', name, 'server.js')))).toEqual([])
  })

  it('is a piece of a file only if every paragraph of it is, in its order', () => {
    const file = 'function f() {\n  first()\n  second()\n\n  third()\n}\n'
    expect(isExcerpt('first()\nsecond()\n', file)).toBe(true)
    expect(isExcerpt('second()\n\nthird()\n', file)).toBe(true)
    expect(isExcerpt('first()\nthird()\n', file)).toBe(false)
    expect(isExcerpt('third()\n\nfirst()\n', file)).toBe(false)
    expect(isExcerpt('irst()\n', file)).toBe(false)
  })
})

/** Every name of ours that the pages write as code: `keeper.grants.list`, `webex.rooms.list`. */
function listNames(object: string): { page: string; name: string }[] {
  return pages.flatMap(({ page, text }) =>
    [...text.matchAll(new RegExp(`\`[^\`\n]*?\\b(?<!\\.)${object}((?:\\.[A-Za-z]+)+)`, 'g'))].map(([, path = '']) => {
      return { page, name: `${object}${path}` }
    }),
  )
}

function reach(object: object, name: string): unknown {
  const [, ...path] = name.split('.')
  return path.reduce((value: unknown, part) => (value as Record<string, unknown> | undefined)?.[part], object)
}

describe('a name in the documentation', () => {
  it('of the keeper is one that the keeper has', () => {
    const { keeper } = createTrip()
    const names = listNames('keeper')
    expect(names.length).toBeGreaterThan(20)
    expect(names.filter(({ name }) => !/^keeper\.js/.test(name) && reach(keeper, name) === undefined)).toEqual([])
  })

  it('of an adapter is one that an adapter has', async () => {
    const folder = join(root, 'src/adapters')
    const doors = readdirSync(folder).filter((file) => /^(node|express|fastify|hono|next)\.ts$/.test(file))
    const exported = new Set<string>()
    for (const door of doors) for (const name of Object.keys(await import(join(folder, door)))) exported.add(name)
    const named = pages.flatMap(
      ({ text }) => text.match(/\b(node|express|fastify|hono|next)(Routes|Errors|Webhooks|Listener)\b/g) ?? [],
    )
    expect(new Set(named).size).toBeGreaterThan(10)
    expect([...new Set(named)].filter((name) => !exported.has(name))).toEqual([])
  })
})

describe('the way to move from another library', () => {
  const moving = pages.filter(({ page }) => page.includes('/move-from-'))
  /** What stands in the column "here". */
  const here = moving.flatMap(({ page, text }) =>
    [...text.matchAll(/^\|[^|]*(?:\|\|[^|]*)*\|(.*)\|$/gm)].map(([, cell = '']) => ({ page, cell })),
  )

  it('leads to calls that the client has', async () => {
    const trip = createTrip()
    await trip.newVisitor().grantAs('ada')
    const [grant] = await trip.keeper.grants.list()
    const client = await trip.keeper.webex({ grant: grant!.id })
    const called = here.flatMap(({ page, cell }) =>
      [...cell.matchAll(/(?<!keeper\.)\bwebex((?:\.[a-z]\w*)+)\(/gi)].map(([, path]) => ({
        page,
        name: `webex${path}`,
      })),
    )
    expect(called.length).toBeGreaterThan(3)
    expect(called.filter(({ name }) => typeof reach(client, name) !== 'function')).toEqual([])
  })

  it('names settings that are read', () => {
    const tutorial = readFileSync(join(root, 'docs/tutorial.md'), 'utf8')
    const settings = here.flatMap(({ cell }) => cell.match(/\bWEBEX_[A-Z_]+/g) ?? [])
    expect(settings.length).toBeGreaterThan(4)
    expect(settings.filter((name) => !tutorial.includes(`| \`${name}\` |`))).toEqual([])
  })
})

describe('a command in the documentation', () => {
  const commands = pages.flatMap(({ page, text }) =>
    [...text.matchAll(/\bnpx grantkeeper ([a-z][^`\n]*)/g)].map(([, command = '']) => ({ page, command })),
  )
  /** What belongs to the command itself, and not to one that it runs. */
  const flagsOf = (command: string) => command.split(/ -- | \| | # /, 1)[0]?.match(/(?<= )--[a-z-]+/g) ?? []

  // Those of `emu` are run by the test of the emulator's documentation.
  it.each(commands.filter(({ command }) => !command.startsWith('emu ')))('is one of ours: $command', ({ command }) => {
    const [name = ''] = command.split(/[^a-z-]/)
    expect(Object.keys(commandHelp)).toContain(name)
    const help = commandHelp[name as keyof typeof commandHelp]
    expect(flagsOf(command).filter((flag) => !`${help}${generalHelp}`.includes(flag))).toEqual([])
  })
})

describe('the block for nginx', () => {
  const page = readFileSync(join(root, 'docs/how-to/run-behind-a-proxy.md'), 'utf8')
  const [nginx] = findBlocks(page).filter(({ language }) => language === 'nginx')
  const text = page.replace(/^```.*?^```$/gms, '')

  it('leads to the port that the command next to it listens on', () => {
    const [, port] = /proxy_pass http:\/\/127\.0\.0\.1:(\d+);/.exec(nginx?.code ?? '') ?? []
    expect(text).toMatch(new RegExp(`npx grantkeeper serve --port ${port}\\b`))
  })

  it('sets each header that the page says is needed, and no other', () => {
    const set = [...(nginx?.code ?? '').matchAll(/proxy_set_header (\S+) (\S+);/g)].map(([, name, value]) => [
      name,
      value,
    ])
    expect(set).toEqual([
      ['Host', '$host'],
      ['X-Forwarded-For', '$proxy_add_x_forwarded_for'],
    ])
    for (const [name] of set) expect(text).toContain(`\`${name}\``)
  })

  it('has an end for every beginning', () => {
    const lines = (nginx?.code ?? '').trim().split('\n')
    expect([lines[0], lines.at(-1)]).toEqual(['location / {', '}'])
    expect(lines.slice(1, -1).filter((line) => !/^ {2}[a-z_]+( \S+)+;$/.test(line))).toEqual([])
  })
})
