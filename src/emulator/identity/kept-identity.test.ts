import { describe, expect, it } from 'vitest'
import { nodeEnvironment } from '../../environment.ts'
import type { EmulatorContext } from '../context.ts'
import { createPeople } from '../people.ts'
import { createSettings } from '../settings.ts'
import { createBrowsers } from './browsers.ts'
import { type CodeTerms, createCodes } from './codes.ts'
import { createDeviceRequests } from './device-requests.ts'
import { createGrants } from './grants.ts'
import { createIntegrations } from './integrations.ts'
import { issueFor } from './other-tokens.ts'
import { createSignIns } from './sign-ins.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const terms = { kind: 'integration', clientId: 'C1', userKey: 'ada', scopes: ['spark:rooms_read'] } as const
const grantTerms = { ...terms, scopes: [...terms.scopes] }

function start() {
  let now = Date.UTC(2026, 0, 10)
  const environment = nodeEnvironment()
  const clock = { now: () => now } as EmulatorContext['clock']
  const state = { environment, clock, settings: createSettings() }
  const pass = (ms: number) => {
    now += ms
  }
  const seed = { key: 'ada', displayName: 'Ada', email: 'ada@example.com' }
  const bot = { key: 'bot', displayName: 'Bot', email: 'bot@webex.bot', kind: 'bot' as const }
  const root = { key: 'root', displayName: 'Root', email: 'root@example.com', isAdmin: true }
  const people = createPeople({ users: [seed, bot, root] })
  return { state, pass, grants: createGrants(state), people }
}

const copy = (saved: unknown) => JSON.parse(JSON.stringify(saved))

describe('what is kept', () => {
  it('of tokens goes back to how it was', () => {
    const { grants } = start()
    const { access, grant } = grants.begin(grantTerms)
    const saved = copy(grants.save())
    grants.revoke(grant)
    const later = grants.begin(grantTerms)
    grants.restore(saved)
    expect(grants.findAccessToken(access.text)).toEqual(access)
    expect(grants.findAccessToken(later.access.text)).toBe(undefined)
    const renewed = grants.refresh(grant.refreshToken!, 'C1')
    expect(renewed?.grant.id).toBe(grant.id)
    expect(grants.accessTokensOf(grant)).toHaveLength(2)
    grants.restore(saved)
    expect(grants.accessTokensOf(grant)).toHaveLength(1)
  })

  it('of codes, sign-ins, browsers, devices and integrations too', () => {
    const { state } = start()
    const integrations = createIntegrations(state.environment)
    const [codes, signIns] = [createCodes(state), createSignIns(state)]
    const [browsers, devices] = [createBrowsers(state), createDeviceRequests(state)]
    const empty = [integrations, codes, signIns, browsers, devices].map((part) => copy(part.save()))
    const app = integrations.add({ name: 'Test', redirectUris: ['http://localhost/'], scopes: [] })
    const code = codes.issue({ clientId: 'C1', userKey: 'ada', scopes: [] as string[] } as unknown as CodeTerms)
    const answer = { kind: 'device' as const, deviceCode: 'x' }
    const signIn = signIns.begin({ clientId: 'C1', scopes: [], hint: undefined, answer })
    const session = browsers.begin({ userKey: 'ada', signedInAt: state.clock.now() })
    const device = devices.begin({ clientId: 'C1', scopes: [] })
    const isThere = () => [
      integrations.find(app.clientId)?.name,
      codes.find(code)?.userKey,
      signIns.find(signIn.id)?.answer,
      browsers.find(session)?.userKey,
      devices.find(device.deviceCode)?.userCode,
    ]
    const before = isThere()
    const parts = [integrations, codes, signIns, browsers, devices]
    const full = parts.map((part) => copy(part.save()))
    for (const [index, part] of parts.entries()) part.restore(empty[index])
    expect(isThere()).toEqual([undefined, undefined, undefined, undefined, undefined])
    for (const [index, part] of parts.entries()) part.restore(full[index])
    expect(isThere()).toEqual(before)
  })
})

describe('what is over', () => {
  it('is forgotten: grants and tokens once they ended, codes after a day', () => {
    const { state, pass, grants } = start()
    const codes = createCodes(state)
    for (let n = 0; n < 50; n++) grants.begin({ ...grantTerms, userKey: `user${n}` })
    const code = codes.issue({ clientId: 'C1' } as unknown as CodeTerms)
    pass(90 * DAY_MS)
    grants.begin(grantTerms)
    codes.issue({ clientId: 'C1' } as unknown as CodeTerms)
    const saved = grants.save() as Record<string, unknown[]>
    expect([saved.grants?.length, saved.access?.length, saved.refresh?.length]).toEqual([1, 1, 1])
    expect(codes.find(code)).toBe(undefined)
  })

  it('does not take with it an access token that outlives its refresh token', () => {
    const { pass, grants } = start()
    const { grant } = grants.begin(grantTerms)
    grant.extendedAt += 89 * DAY_MS
    pass(89 * DAY_MS)
    const { access } = grants.refresh(grant.refreshToken!, 'C1')!
    pass(2 * DAY_MS)
    grants.begin({ ...grantTerms, userKey: 'grace' })
    expect(grants.live().map(({ userKey }) => userKey)).toEqual(['grace'])
    expect(grants.findAccessToken(access.text)).toBe(access)
  })
})

describe('a token nobody asked for', () => {
  it('is personal for twelve hours, with the scopes its owner may have', () => {
    const { state, pass, grants, people } = start()
    const context = { ...state, grants, people } as unknown as EmulatorContext
    const token = issueFor(context, people.find('ada')!, 'personal')
    expect(token.scopes).toContain('meeting:schedules_read')
    expect(token.scopes).not.toContain('identity:tokens_read')
    expect(issueFor(context, people.find('root')!, 'personal').scopes).toContain('identity:tokens_read')
    pass(12 * HOUR_MS)
    expect(grants.findAccessToken(token.text)).toBe(undefined)
  })

  it('is a bot’s for good, and the same in every run when it has a name', () => {
    const { state, pass, grants, people } = start()
    const context = { ...state, grants, people } as unknown as EmulatorContext
    const token = issueFor(context, people.find('bot')!, 'bot', 'bot')
    expect(token.text).toMatch(/^[A-Za-z0-9+/]{64}_EMUL_[0-9a-f-]{36}$/)
    expect(issueFor({ ...context, grants: start().grants }, people.find('bot')!, 'bot', 'bot').text).toBe(token.text)
    pass(10 * 365 * DAY_MS)
    grants.begin(grantTerms)
    expect(grants.findAccessToken(token.text)?.grant.refreshToken).toBe(undefined)
    expect(grants.findAccessToken(token.text)?.scopes).toContain('spark:messages_write')
  })
})
