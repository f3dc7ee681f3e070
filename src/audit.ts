/** Who did what and when, one line of JSON for each: for those who must be able to show it later. */
import { createHash } from 'node:crypto'
import type { EventName, GrantkeeperEvents } from './events.ts'
import type { Grantkeeper } from './front-door.ts'

/** What an audit is made from. */
export interface AuditOptions {
  /** Whose events are written down. */
  keeper: Pick<Grantkeeper, 'on'>
  /** Keeps one record: a line of ASCII, without its line break. What it throws is dropped, so let it tell its own failures. */
  write: (line: string) => void
  /** Milliseconds since 1970. */
  now: () => number
}

/** Something that somebody did, which no event of the keeper tells. */
export interface AuditNote {
  /** Words of lower-case letters with dots or hyphens between them, such as `grant.refreshed`; at most 64 letters. */
  what: string
  /** `command-line`, or what an operator came in by: `token`, `this-computer`. Anything else counts as an id, and is hashed. */
  who?: string
  /** The grant it was done to; written as a hash. */
  grantId?: string
  /** A code of the catalogue. */
  code?: string
}

/** What happens, as it is written down; see {@link createAudit}. */
export interface Audit {
  /** Writes down what an operator did. It never throws. */
  note(note: AuditNote): void
  /** Hears no more of the keeper. */
  end(): void
}

type Field = string | number | boolean | undefined
type Fields = Record<string, Field>

const HEARD: readonly EventName[] = [
  'attempt.refused',
  'request.refused',
  'grant.connected',
  'grant.recovered',
  'grant.reconnect',
  'grant.expiring',
  'grant.disconnected',
  'revocation.done',
  'integration.rejected',
  'key.used',
  'keys.rotated',
]
const ROLES = ['command-line', 'token', 'this-computer']
const WHAT = /^[a-z]+([.-][a-z]+)*$/
const CODE = /^WX(-[A-Z]+)+$/
const KEY_ID = /^[\w-]{6}$/
const LONGEST = 64

/**
 * Writes down what a keeper tells, and what operators do: `{"time":"2026-01-01T00:00:00.000Z","what":"grant.connected",
 * "grant":"9f86d081884c7d65",…}`. Ids are written as the first 16 hex digits of their SHA-256, keys by their ids; no name,
 * address or secret is in it, whatever happens.
 * @see OWASP ASVS 5.0, 16.3 and 16.4.1
 * @example
 * const audit = createAudit({ keeper, write: (line) => console.log(line), now: Date.now })
 * audit.note({ what: 'grant.refresh-asked', who: 'token', grantId })
 */
export function createAudit({ keeper, write, now }: AuditOptions): Audit {
  const tell = (what: string, fields: Fields) => {
    try {
      write(JSON.stringify({ time: new Date(now()).toISOString(), what, ...fields }))
    } catch {
      // An audit that cannot be written must not stop what it tells of.
    }
  }
  const hear = <N extends EventName>(name: N) => keeper.on(name, (event) => tell(name, describeEvent(event)))
  const heard = [...HEARD.map(hear), keeper.on('refresh.ended', (refresh) => tellRefresh(refresh, tell))]
  return {
    note: ({ what, who, grantId, code }) =>
      tell(WHAT.test(what) && what.length <= LONGEST ? what : 'unreadable', {
        ...describeEvent({ grantId, code }),
        who: who !== undefined && !ROLES.includes(who) ? hashId(who) : who,
      }),
    end() {
      for (const forget of heard) forget()
    },
  }
}

/** What another process did is in the audit of that process. */
function tellRefresh(refresh: GrantkeeperEvents['refresh.ended'], tell: (what: string, fields: Fields) => void): void {
  const { grantId, outcome, tookMs } = refresh
  if (outcome === 'done-by-other') return
  if (outcome === 'ok') tell('refresh.ok', describeEvent({ grantId, tookMs }))
  else tell('refresh.failed', describeEvent({ grantId, code: outcome, tookMs }))
}

/** Lets nothing through but hashes, codes, key ids, counts and yes or no. */
function describeEvent(event: object): Fields {
  const fields = Object.entries(event).map(([name, value]) => describeField(name, value))
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined))
}

function describeField(name: string, value: unknown): [string, Field] {
  // Counts, and milliseconds of a clock that tells them to a millionth.
  if (typeof value === 'number') return [name, Math.round(value)]
  if (typeof value === 'boolean') return [name, value]
  if (typeof value !== 'string') return [name, undefined]
  if (name === 'keyId') return ['key', KEY_ID.test(value) ? value : undefined]
  if (name.endsWith('Id')) return [name.slice(0, -2), hashId(value)]
  if (name === 'code') return [name, CODE.test(value) && value.length <= LONGEST ? value : undefined]
  return [name, name === 'purpose' && (value === 'seal' || value === 'open') ? value : undefined]
}

function hashId(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 16)
}
