import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeId, nameToken, nameUuid } from './identifiers.ts'
import { createJournal } from './journal.ts'

const seen = { at: 0, tookMs: 1, method: 'GET', path: '/v1/rooms', query: '', status: 200, trackingId: '', summary: '' }

const digest = fc.string().map((text) => createHash('sha256').update(text).digest())
const hexSecret = digest.map((bytes) => bytes.toString('hex'))
const opaqueToken = fc.oneof(
  fc.string().map(nameToken),
  fc
    .tuple(fc.stringMatching(/^[A-Za-z0-9+/]{64}$/), fc.string().map(nameUuid))
    .map(([random, org]) => `${random}_PF84_${org}`),
)
const signedToken = fc
  .tuple(fc.stringMatching(/^[A-Za-z0-9_-]{40,80}$/), fc.stringMatching(/^[A-Za-z0-9_-]{43}$/))
  .map(([claims, signature]) => `eyJhbGciOiJSUzI1NiJ9.${claims}.${signature}`)
const verifier = fc.stringMatching(/^[A-Za-z0-9._~-]{43,128}$/)
const secret = fc.oneof(hexSecret, opaqueToken, signedToken, verifier)
const write = fc.constantFrom(
  (text: string) => text,
  encodeURIComponent,
  (text: string) => text.replace(/[+/]/g, (sign) => (sign === '+' ? '%2b' : '%2f')),
)

describe('the journal', () => {
  it('shows no secret, whatever its shape and wherever somebody put it', () => {
    fc.assert(
      fc.property(
        secret,
        write,
        fc.constantFrom('code', 'token', 'max', 'scope', 'redirect_uri'),
        (it, write, name) => {
          const journal = createJournal()
          const text = write(it)
          journal.add({ ...seen, path: `/v1/rooms/${text}` })
          journal.add({ ...seen, path: `/${text}/x` })
          journal.add({ ...seen, query: `?a=b&${name}=${text}&c` })
          journal.add({ ...seen, query: `?${text}` })
          journal.add({ ...seen, summary: `failed: ${text}, at last` })
          journal.add({ ...seen, clientId: text, user: text, grantType: text, method: text, trackingId: text })
          const told = JSON.stringify(journal.entries())
          // Neither whole nor the first half of it, in no encoding.
          for (const shape of [it, text, decodeURIComponent(text)]) {
            expect(told).not.toContain(shape.slice(0, 32))
            expect(told).not.toContain(shape.slice(-41))
          }
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('shows the ids of Webex, which open nothing', () => {
    const journal = createJournal()
    const ids = [
      encodeId('ROOM', nameUuid('a room')),
      encodeId('MEMBERSHIP', `${nameUuid('one')}:${nameUuid('other')}`),
      `C${'0a'.repeat(32)}`,
      nameUuid('bare'),
    ]
    for (const id of ids) journal.add({ ...seen, path: `/v1/things/${id}` })
    expect(journal.entries().map(({ path }) => path)).toEqual(ids.map((id) => `/v1/things/${id}`))
  })

  it('shows the ids by which a request is known, whoever drew them', () => {
    const journal = createJournal()
    const drawn = [`ROUTER_${nameUuid('webex').toUpperCase()}`, `grantkeeper_${nameUuid('ours').replaceAll('-', '')}`]
    for (const trackingId of drawn) journal.add({ ...seen, trackingId })
    expect(journal.entries().map(({ trackingId }) => trackingId)).toEqual(drawn)
  })

  it('masks a secret that is dressed as an id', () => {
    const journal = createJournal()
    const dressed = Buffer.from(`ciscospark://us/ROOM/${nameToken('t')}`).toString('base64')
    journal.add({ ...seen, path: `/v1/rooms/${dressed}` })
    expect(journal.entries()[0]?.path).toBe('/v1/rooms/••••')
  })

  it('numbers its entries, so that a reader can ask for what came after', () => {
    const journal = createJournal()
    for (let n = 0; n < 5; n++) journal.add(seen)
    expect(journal.entries(3).map(({ id }) => id)).toEqual([4, 5])
    journal.clear()
    journal.add(seen)
    expect(journal.entries().map(({ id }) => id)).toEqual([6])
  })

  it('keeps no more than a mebibyte, whatever is asked for', () => {
    const journal = createJournal()
    const long = 'ü '.repeat(1000)
    for (let n = 0; n < 3000; n++) {
      journal.add({ ...seen, method: long, path: long, summary: long, clientId: long, user: long, grantType: long })
    }
    const entries = journal.entries()
    expect(entries.length).toBeLessThan(1000)
    expect(entries.at(-1)?.id).toBe(3000)
    expect(JSON.stringify(entries).length).toBeLessThan(1024 * 1024 + 1001)
  })
})
