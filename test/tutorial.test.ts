import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'
import { createEmulator } from '../src/emulator/index.ts'
import { errorCodes } from '../src/errors/index.ts'
import { createVisitor } from './visitor.ts'

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
    expect(shown.filter((file) => file.endsWith('/server.js')).sort()).toEqual(
      examples.map((name) => `examples/${name}/server.js`).sort(),
    )
  })

  it('show every picture that was taken', () => {
    const taken = readdirSync(join(root, 'docs/screenshots'))
    expect(taken.filter((name) => !pages.some(({ text }) => text.includes(`screenshots/${name})`)))).toEqual([])
  })
})

const examples = readdirSync(join(root, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => existsSync(join(root, 'examples', name, 'server.js')))

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

describe('an example', () => {
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })

  async function startExample(name: string) {
    const emulator = createEmulator()
    const listening = await emulator.listen({ port: 0 })
    const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-example-'))
    const redirectUri = `http://localhost:${await findFreePort()}/oauth`
    const scopes = ['spark:rooms_read', 'spark:people_read']
    const { clientId, clientSecret } = emulator.register({ name, redirectUris: [redirectUri], scopes })
    const env = {
      PATH: process.env.PATH,
      WEBEX_CLIENT_ID: clientId,
      WEBEX_CLIENT_SECRET: clientSecret,
      WEBEX_REDIRECT_URI: redirectUri,
      WEBEX_SCOPES: scopes.join(' '),
      WEBEX_BASE_URL: `${emulator.url}/v1`,
    }
    const child = spawn(process.execPath, [join(root, 'examples', name, 'server.js')], { env, cwd: folder })
    ends.push(
      () => rmSync(folder, { recursive: true }),
      () => listening.close(),
      () => end(child),
    )
    return { emulator, greeting: await readFirstLine(child), origin: new URL(redirectUri).origin }
  }

  it.each(examples)('%s shows the spaces of the person who pressed GRANT, and says what to do before', async (name) => {
    const { emulator, greeting, origin } = await startExample(name)
    expect(greeting).toBe(`Open ${origin}`)
    const ada = createVisitor({ fetch: (request) => fetch(request) }, emulator, origin)
    expect((await ada.get('/')).text).toContain('<button>GRANT</button>')
    const before = await ada.get('/spaces')
    expect([before.status, JSON.parse(before.text)]).toEqual([
      401,
      { code: 'WX-NOT-CONNECTED', fix: 'Press GRANT to connect.' },
    ])
    await ada.get(await emulator.signIn(await ada.pressGrant('/spaces'), 'ada'))
    const after = await ada.get('/spaces')
    expect([after.status, JSON.parse(after.text).length]).toEqual([200, 200])
    expect((await ada.get('/nowhere')).status).toBe(404)
  })
})

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

async function readFirstLine(child: ChildProcess): Promise<string> {
  let complaint = ''
  child.stderr?.on('data', (chunk) => {
    complaint += chunk
  })
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`ended with ${code}: ${complaint}`)))
  const line = once(createInterface(child.stdout!), 'line').then(([text]) => String(text))
  return Promise.race([line, ended])
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill()
  await exited
}
