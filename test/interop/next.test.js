import { execFile, spawn } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { NextRequest } from 'next/server.js'
import { expect, it } from 'vitest'
import { nextErrors, nextRoutes } from '../../src/adapters/next.ts'
import { createGrantkeeper } from '../../src/grantkeeper.ts'
import { memoryStore } from '../../src/stores/memory.ts'
import { findFreePort } from '../free-port.ts'
import { createVisitor } from '../visitor.ts'
import { atEnd, startWebex } from './webex.js'

const root = join(import.meta.dirname, '../..')
/** Of the webhook. */
const WEBHOOK_SECRET = randomBytes(20).toString('hex')
const LONG = { timeout: 120_000 }

const next = join(import.meta.dirname, 'node_modules/next/dist/bin/next')

async function createKeeper() {
  const { emulator, url, app, redirectUri } = await startWebex({ redirectUri: 'http://localhost:3000/webex/oauth' })
  const keeper = createGrantkeeper({
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    redirectUri,
    scopes: ['spark:rooms_read', 'spark:people_read'],
    baseUrl: `${url}/v1`,
    store: memoryStore({ now: Date.now }),
    keys: [randomBytes(32).toString('base64')],
    paths: { connect: '/webex/connect', disconnect: '/webex/disconnect', status: '/webex/status' },
  })
  atEnd(() => keeper.close())
  return { emulator, keeper }
}

it("Next's own requests go from connect through the callback to the status", async () => {
  const { emulator, keeper } = await createKeeper()
  const { GET, POST } = nextRoutes(keeper)
  const from = { 'sec-fetch-site': 'same-origin' }
  const begun = await POST(new NextRequest('http://localhost:3000/webex/connect', { method: 'POST', headers: from }))
  const back = await emulator.signIn(begun.headers.get('location'), 'ada')
  const cookieOf = (answer) => ({ cookie: answer.headers.getSetCookie()[0].split(';')[0] })
  const finished = await GET(new NextRequest(back, { headers: cookieOf(begun) }))
  expect([finished.status, finished.headers.get('location')]).toEqual([303, '/'])
  const asked = new NextRequest('http://localhost:3000/webex/status', { headers: cookieOf(finished) })
  expect(await (await GET(asked)).json()).toMatchObject({ connected: true })
  expect((await (await keeper.webex(asked)).people.me()).displayName).toBe('Ada Lovelace')
  expect((await GET(new NextRequest('http://localhost:3000/webex/nowhere'))).status).toBe(404)
})

it("a route handler's errors are shown where they are the library's, and left to Next where not", async () => {
  const { keeper } = await createKeeper()
  const asking = nextErrors(async (request) => Response.json(await (await keeper.webex(request)).people.me()))
  const request = new NextRequest('http://localhost:3000/spaces', { headers: { accept: 'application/json' } })
  const refused = await asking(request)
  expect([refused.status, (await refused.json()).error.code]).toEqual([401, 'WX-NOT-CONNECTED'])
  const redirecting = nextErrors(() => Promise.reject(new Error('NEXT_REDIRECT')))
  await expect(redirecting(request)).rejects.toThrow('NEXT_REDIRECT')
})

const PATHS = "paths: { connect: '/base/connect', disconnect: '/base/disconnect', status: '/base/status' }"

/** As a server component or an action asks, which is given no request. */
const ME = `import { headers } from 'next/headers'
import { keeper } from '../../keeper.js'
export const GET = async () => Response.json((await keeper.grantOf({ headers: await headers() }))?.person ?? null)`

function replaceIn(file, text, by) {
  writeFileSync(file, readFileSync(file, 'utf8').replace(text, by))
}

/** The example in a project of its own that has grantkeeper installed, served by Next. */
async function startNext({ basePath = '', built = false } = {}) {
  const port = await findFreePort()
  const redirectUri = `http://localhost:${port}${basePath}/oauth`
  const { emulator, url, app } = await startWebex({ redirectUri })
  const folder = mkdtempSync(join(import.meta.dirname, 'next/app-'))
  atEnd(() => rmSync(folder, { recursive: true, maxRetries: 20 }))
  cpSync(join(root, 'examples/next'), folder, { recursive: true })
  for (const part of ['dist', 'package.json']) {
    cpSync(join(root, part), join(folder, 'node_modules/grantkeeper', part), { recursive: true })
  }
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  mkdirSync(join(folder, 'app/me'))
  writeFileSync(join(folder, 'app/me/route.js'), ME)
  if (basePath) {
    replaceIn(join(folder, 'keeper.js'), 'optionsFromEnv()', `{ ...optionsFromEnv(), ${PATHS} }`)
    replaceIn(join(folder, 'app/[step]/route.js'), 'nextRoutes(keeper)', "nextRoutes(keeper, { basePath: '/base' })")
  }
  const more = { turbopack: { root }, ...(basePath && { basePath }) }
  cpSync(join(folder, 'next.config.js'), join(folder, 'example.config.js'))
  writeFileSync(
    join(folder, 'next.config.js'),
    `import example from './example.config.js'\nexport default { ...example, ...${JSON.stringify(more)} }`,
  )
  const env = {
    PATH: process.env.PATH,
    NEXT_TELEMETRY_DISABLED: '1',
    WEBEX_CLIENT_ID: app.clientId,
    WEBEX_CLIENT_SECRET: app.clientSecret,
    WEBEX_REDIRECT_URI: redirectUri,
    WEBEX_SCOPES: 'spark:rooms_read spark:people_read',
    WEBEX_BASE_URL: `${url}/v1`,
    WEBHOOK_SECRET,
    GRANTKEEPER_KEY: randomBytes(32).toString('base64'),
  }
  if (built) await promisify(execFile)(process.execPath, [next, 'build'], { cwd: folder, env })
  const way = built ? 'start' : 'dev'
  const child = spawn(process.execPath, [next, way, '--port', port, '--hostname', '127.0.0.1'], { cwd: folder, env })
  atEnd(() => end(child))
  const said = await readUntilReady(child)
  const origin = `http://localhost:${port}`
  const newVisitor = () => createVisitor({ fetch: (request) => fetch(request) }, emulator, origin)
  return { emulator, origin, said, newVisitor }
}

/** All that it prints, which grows. */
async function readUntilReady(child) {
  const said = { text: '' }
  child.stderr.on('data', (chunk) => {
    said.text += chunk
  })
  await new Promise((resolve, reject) => {
    child.on('exit', () => reject(new Error(`Next ended: ${said.text}`)))
    child.stdout.on('data', (chunk) => {
      said.text += chunk
      if (said.text.includes('Ready in')) resolve()
    })
  })
  return said
}

/** Delivers to the example as Webex does, with the signature of `signed`. */
async function deliver(origin, body, signed = body) {
  const signature = createHmac('sha1', WEBHOOK_SECRET).update(signed).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-spark-signature': signature }
  const answer = await fetch(`${origin}/webhooks`, { method: 'POST', headers, body })
  return `${answer.status} ${await answer.text()}`.trim()
}

it.each([
  { way: 'next dev', built: false },
  { way: 'next build and next start', built: true },
])(
  'the example takes Ada from GRANT to her spaces and out again, and hears of a new one, by $way',
  LONG,
  async (how) => {
    const { emulator, newVisitor, origin, said } = await startNext(how)
    const ada = newVisitor()
    expect((await ada.get('/')).text).toContain('<button>GRANT</button>')
    const before = await ada.get('/spaces')
    expect([before.status, before.text]).toEqual([401, expect.stringContaining('WX-NOT-CONNECTED')])
    const spaces = await ada.get(await emulator.signIn(await ada.pressGrant('/spaces'), 'ada'))
    expect([spaces.status, spaces.url.pathname, JSON.parse(spaces.text).length]).toEqual([200, '/spaces', 200])
    expect(JSON.parse((await ada.get('/me')).text)).toMatchObject({ displayName: 'Ada Lovelace' })
    expect((await newVisitor().get('/me')).text).toBe('null')
    const left = await ada.post('/disconnect')
    expect([left.status, left.url.search]).toEqual([200, '?revoked=yes'])
    expect((await ada.get('/spaces')).status).toBe(401)
    expect((await ada.get('/nowhere')).status).toBe(404)

    const body = JSON.stringify({ id: 'w1', resource: 'rooms', event: 'created', data: { id: 'a-new-space' } })
    expect([await deliver(origin, body), await deliver(origin, body)]).toEqual(['204', '204'])
    expect(await deliver(origin, body.replace('new', 'old'), body)).toBe('401 WX-WEBHOOK-SIGNATURE')
    expect(said.text.match(/rooms\.created a-\w+-space/g)).toEqual(['rooms.created a-new-space'])
  },
)

it("finds its paths below Next's base path, which the redirect URI has too", LONG, async () => {
  const { emulator, newVisitor } = await startNext({ basePath: '/base' })
  const ada = newVisitor()
  const begun = await ada.post('/base/connect?return_to=/base/spaces')
  const spaces = await ada.get(await emulator.signIn(begun.headers.get('location'), 'ada'))
  expect([spaces.status, spaces.url.pathname]).toEqual([200, '/base/spaces'])
})

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill()
  await exited
}
