import { beforeAll, describe, expect, it } from 'vitest'
import { pseudo } from '../../../test/pseudo-language.ts'
import { createTrip } from '../../../test/trips/trip.ts'
import { createVisitor } from '../../../test/visitor.ts'
import { createEmulator } from '../../emulator/index.ts'
import { fetchTransport, nodeEnvironment } from '../../environment.ts'
import { createApp, createInspector } from '../index.ts'

/** Names of ours and of things, and addresses: they stand in any language as they are. */
const NAMES =
  /\b(GET|POST|Demo Spaces|grantkeeper|Node|UTC|GMT|spark:\w+|WX-[A-Z-]+|localhost|127\.0\.0\.1|https?:)\b|\/[\w/.:-]+/g

/** Where data stands, or what is meant for a machine. */
const DATA = /<(code|kbd|pre|bdi|time|textarea|script|style|title)\b[^>]*>.*?<\/\1>/gs

/** Attributes that people read. */
const READ_ATTRIBUTES = /\b(?:aria-label|alt|title|placeholder|data-label|data-copied)="([^"]*)"/g

/** Runs of letters that no pseudo-language would say: they stand in a template. */
function findLooseWords(page: string): string[] {
  const body = page.slice(page.indexOf('<body>')).replace(DATA, ' ')
  const attributes = [...body.matchAll(READ_ATTRIBUTES)].map(([, text]) => text)
  const text = [body.replace(/<[^>]*>/g, ' '), ...attributes].join(' ').replace(/&[#\w]+;/g, ' ')
  return [...new Set(text.replace(NAMES, ' ').match(/[A-Za-z]{3,}/g))]
}

const OPEN = ['/', '/help', '/waiting', '/errors/WX-STATE-EXPIRED', '/nothing', '/spaces', '/disconnected?revoked=no']
const CONNECTED = [
  '/',
  '/granted',
  '/accounts',
  '/spaces',
  '/spaces?q=nothing-like-it',
  '/disconnect',
  '/help',
  '/nothing',
]
const OPERATORS = [
  '/overview',
  '/connections',
  '/settings',
  '/connections?q=nothing-like-it',
  '/connections/disconnect-all',
  '/operator',
  '/flow',
]

describe('no page says a word that is not in the catalogue', () => {
  const emulator = createEmulator()
  const inspector = createInspector(nodeEnvironment())
  const transport = fetchTransport((request) => emulator.fetch(request))
  const trip = createTrip({ on: emulator, keeper: { environment: inspector.watch(nodeEnvironment({ transport })) } })
  const emulated = { emulated: true, emulatorUrl: emulator.url }
  const app = createApp({ keeper: trip.keeper, language: pseudo, inspector, ...emulated })
  const [stranger, ada] = [createVisitor(app, emulator), createVisitor(app, emulator)]
  const operator = createVisitor({ fetch: (request) => app.fetch(request, '127.0.0.1') }, emulator)
  beforeAll(() => ada.grantAs('ada'))

  it.each(OPEN)('to a visitor: %s', async (path) => {
    expect(findLooseWords((await stranger.get(path)).text)).toEqual([])
  })

  it.each(CONNECTED)('to somebody who is connected: %s', async (path) => {
    expect(findLooseWords((await ada.get(path)).text)).toEqual([])
  })

  it('on the page of one space', async () => {
    const [, space = ''] = /href="(\/spaces\/[^"?]+)"/.exec((await ada.get('/spaces')).text) ?? []
    const { status, text } = await ada.get(space)
    expect([status, findLooseWords(text)]).toEqual([200, []])
  })

  it('to an operator who looks at one connection, or is about to end it', async () => {
    const [grant] = await trip.keeper.grants.list()
    for (const path of [`/connections/${grant?.id}`, `/connections/${grant?.id}/disconnect`]) {
      const { status, text } = await operator.get(path)
      expect([path, status, findLooseWords(text)]).toEqual([path, 200, []])
    }
  })

  it('to whoever looks at a flow', async () => {
    await createVisitor(app, emulator).grantAs('grace', { accept: false })
    const flows = (await operator.get('/flow')).text.match(/(?<=href=")\/flow\/[\w-]+(?=")/g) ?? []
    expect(flows.length).toBeGreaterThan(1)
    for (const flow of flows) expect([flow, findLooseWords((await operator.get(flow)).text)]).toEqual([flow, []])
  })

  it.each(OPERATORS)('to an operator: %s', async (path) => {
    expect(findLooseWords((await operator.get(path)).text)).toEqual([])
  })
})
