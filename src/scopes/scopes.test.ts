import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readScopes } from '../oauth/scopes.ts'
import { findScope, scopeCatalogue } from './catalogue.ts'
import { endpoints, watchedScopes } from './endpoints.ts'
import {
  checkScopes,
  compareScopes,
  describeScope,
  explainScope,
  narrowestScopes,
  needs,
  searchScopes,
  suggestScope,
} from './index.ts'

const names = scopeCatalogue.map(({ scope }) => scope)

describe('the catalogue of scopes', () => {
  it('has each scope once, as words that a request can carry, and says what it allows', () => {
    expect(new Set(names).size).toBe(names.length)
    expect(readScopes(names.join(' '))).toEqual(names)
    for (const { allows } of scopeCatalogue) expect(allows).toMatch(/^[a-z].*[^.]$/)
  })

  it('has every scope that an endpoint needs', () => {
    const needed = [...endpoints, ...watchedScopes.values()].flatMap(({ scopes }) => scopes)
    expect(needed.filter((scope) => !findScope(scope))).toEqual([])
  })

  it('has plain words for people, or none', () => {
    expect(describeScope('spark:rooms_read')).toBe('see the titles of your spaces')
    expect(describeScope('spark:no_such_scope')).toBeUndefined()
    expect(describeScope('__proto__')).toBeUndefined()
  })

  it('is searched by words in any order', () => {
    expect(searchScopes('SPACES titles').map(({ scope }) => scope)).toContain('spark:rooms_read')
    expect(searchScopes('meetings write')).not.toEqual([])
    expect(searchScopes('no such words')).toEqual([])
    expect(searchScopes('')).toHaveLength(names.length)
  })
})

describe('a mistyped scope', () => {
  it.each([
    ['spark:room_read', 'spark:rooms_read'],
    ['spark:rooms-read', 'spark:rooms_read'],
    ['rooms_read', 'spark:rooms_read'],
    ['Spark:Rooms_Read', 'spark:rooms_read'],
    ['spark:mesages_write', 'spark:messages_write'],
    ['meetings:schedules_read', 'meeting:schedules_read'],
    ['spark_admin:people_read', 'spark-admin:people_read'],
    ['sparkall', 'spark:all'],
    ['spark:mess0ges_read', 'spark:messages_read'],
  ])('%s was meant to be %s', (typed, meant) => expect(suggestScope(typed)).toBe(meant))

  it.each(['', 'x', 'webexsquare:admin', 'a'.repeat(65)])('like %s is no other', (typed) => {
    expect(suggestScope(typed)).toBeUndefined()
  })

  it('is a known one with a letter changed, and no known one is mistyped', () => {
    for (const scope of names) expect(suggestScope(scope)).toBeUndefined()
    const long = names.filter((scope) => scope.length > 14)
    fc.assert(
      fc.property(fc.constantFrom(...long), fc.nat(), (scope, at) => {
        const index = 7 + (at % (scope.length - 7))
        const typed = `${scope.slice(0, index)}0${scope.slice(index + 1)}`
        expect(suggestScope(typed)).toBeDefined()
      }),
    )
  })
})

describe('what a call needs', () => {
  it.each([
    ['GET /rooms', 'spark:rooms_read', 'code'],
    ['get /v1/rooms/?max=3', 'spark:rooms_read', 'code'],
    ['https://webexapis.com/v1/rooms#x', 'spark:rooms_read', 'code'],
    ['GET /rooms/Y2lz', 'spark:rooms_read', 'code'],
    ['GET /messages', 'spark:messages_read', 'documented'],
    ['POST /messages', 'spark:messages_write', 'inferred'],
    ['DELETE /team/memberships/x', 'spark:team_memberships_write', 'inferred'],
    ['GET /meetings', 'meeting:schedules_read', 'documented'],
    ['POST /webhooks messages', 'spark:messages_read', 'documented'],
    ['POST /webhooks all', 'spark:rooms_read spark:memberships_read spark:messages_read', 'documented'],
    ['GET /authorizations/tokenExpiry', '', 'documented'],
  ])('for %s is "%s", %s', (call, scopes, sure) => {
    const need = needs(call)
    expect([need?.scopes.join(' '), need?.sure]).toEqual([scopes, sure])
  })

  it('is not made up where it is not known', () => {
    const calls = ['GET /no/such', 'PATCH /rooms', 'POST /webhooks', 'POST /webhooks novel', '', '/', 'GET /rooms/']
    expect(calls.map((call) => needs(call)?.endpoint)).toEqual([...Array(6).fill(undefined), 'GET /rooms'])
  })

  it('for a webhook of the whole organization is a scope of compliance', () => {
    const watches = { resource: 'messages', ownedBy: 'org' }
    expect(needs({ method: 'POST', path: '/webhooks', watches })?.scopes).toEqual(['spark-compliance:messages_read'])
  })

  it('is covered by spark:all in messaging, and neither in meetings nor in administration', () => {
    const covered = ['GET /rooms', 'GET /meetings', 'POST /people', 'GET /webhooks'].map(
      (call) => needs(call)?.sparkAll,
    )
    expect(covered).toEqual([true, false, false, false])
  })

  it('is told or not for any text and any call, and never fails', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, method) => {
        needs(text)
        needs({ method, path: text })
        expect(suggestScope(text)?.length).not.toBe(0)
      }),
      { numRuns: 300 },
    )
  })

  it('is what explainScope says the other way round', () => {
    const listed = names.flatMap((scope) =>
      (explainScope(scope)?.opens ?? []).map(({ endpoint }) => ({ scope, endpoint })),
    )
    expect(listed.filter(({ scope, endpoint }) => !needs(endpoint)?.scopes.includes(scope))).toEqual([])
    const rooms = explainScope('spark:rooms_read')
    expect(rooms).toMatchObject({ area: 'messaging', inSparkAll: true })
    expect(rooms?.opens).toContainEqual({ endpoint: 'POST /webhooks rooms', sure: 'documented' })
    expect([explainScope('meeting:schedules_read')?.inSparkAll, explainScope('novel')]).toEqual([false, undefined])
  })
})

describe('the narrowest scopes', () => {
  it('open all the calls, each scope once', () => {
    const calls = ['GET /rooms', 'GET /rooms/x', 'POST /messages', 'GET /novel']
    expect(narrowestScopes(calls)).toEqual({
      scopes: ['spark:rooms_read', 'spark:messages_write'],
      unknown: ['GET /novel'],
    })
  })

  it('lack none that a call needs and have none that no call needs', () => {
    const known = fc.constantFrom(...endpoints.filter(({ byWatched }) => !byWatched))
    fc.assert(
      fc.property(fc.array(known), (calls) => {
        const { scopes } = narrowestScopes(calls)
        for (const call of calls) for (const scope of call.scopes) expect(scopes).toContain(scope)
        for (const scope of scopes) expect(calls.some((call) => call.scopes.includes(scope))).toBe(true)
      }),
    )
  })
})

describe('the scopes of a grant', () => {
  it('are compared with what is wanted, was asked for and is ticked', () => {
    const drift = compareScopes({
      wanted: ['spark:rooms_read', 'spark:messages_write', 'openid'],
      asked: ['spark:rooms_read', 'spark:people_read', 'spark:teams_read'],
      granted: ['spark:rooms_read', 'spark:people_read', 'spark:kms', 'spark:memberships_read'],
      ticked: ['spark:rooms_read'],
    })
    expect(drift).toEqual({
      missing: ['spark:messages_write', 'openid'],
      refused: ['spark:teams_read'],
      surplus: ['spark:people_read', 'spark:memberships_read'],
      unasked: ['spark:memberships_read'],
      unticked: ['spark:messages_write'],
    })
  })

  it('have not drifted when all are the same, and spark:all makes up for none', () => {
    fc.assert(
      fc.property(fc.subarray(names), (scopes) => {
        const same = compareScopes({ wanted: scopes, asked: scopes, granted: scopes, ticked: scopes })
        expect(Object.values(same).flat()).toEqual([])
      }),
    )
    const drift = compareScopes({ wanted: ['spark:rooms_read'], asked: ['spark:all'], granted: ['spark:all'] })
    expect(drift.missing).toEqual(['spark:rooms_read'])
  })
})

describe('scopes that are to be asked for', () => {
  it('are checked for names and for what does nothing together', () => {
    const findings = checkScopes(['spark:all', 'spark:rooms_read', 'spark:mesages_read', 'novel:thing', 'email'])
    expect(findings.map(({ kind, severity, scope, suggestion }) => [kind, severity, scope, suggestion])).toEqual([
      ['mistyped', 'error', 'spark:mesages_read', 'spark:messages_read'],
      ['unknown', 'warning', 'novel:thing', undefined],
      ['all-with-others', 'warning', 'spark:rooms_read', undefined],
      ['identity-without-openid', 'error', 'email', 'openid'],
    ])
    expect(checkScopes(['spark:rooms_read', 'spark:kms', 'openid', 'email', 'meeting:schedules_read'])).toEqual([])
  })
})
