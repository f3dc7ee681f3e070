import { createHash } from 'node:crypto'
import type { Environment } from '../environment.ts'

/** The one organisation all emulated people belong to. */
export const ORG_UUID = nameUuid('organization')

/** The cluster in every emulated code and token; by it the library knows them and keeps them from the real Webex. */
export const CLUSTER = 'EMUL'

export type ResourceType =
  | 'APPLICATION'
  | 'ATTACHMENT_ACTION'
  | 'AUTHORIZATION'
  | 'CONTENT'
  | 'EVENT'
  | 'MEMBERSHIP'
  | 'MESSAGE'
  | 'ORGANIZATION'
  | 'PEOPLE'
  | 'ROOM'
  | 'TEAM'
  | 'TEAM_MEMBERSHIP'
  | 'WEBHOOK'

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const isUuid = (text: string) => new RegExp(`^${UUID}$`).test(text)

/** The public id of a resource: unpadded base64 of a `ciscospark://` address. @see WEBEX.md §8 */
export function encodeId(type: ResourceType, name: string): string {
  return Buffer.from(`ciscospark://us/${type}/${name}`).toString('base64').replace(/=+$/, '')
}

/** The uuid behind a public id or a bare uuid; undefined when it is neither or names another type. */
export function readId(type: ResourceType, id: string): string | undefined {
  if (isUuid(id.toLowerCase())) return id.toLowerCase()
  const name = readIdName(type, id)
  return name !== undefined && isUuid(name) ? name : undefined
}

/** The two uuids behind the id of a membership; undefined when it is none of this type. */
export function readPairId(type: 'MEMBERSHIP' | 'TEAM_MEMBERSHIP', id: string): [string, string] | undefined {
  const [first = '', second = '', ...rest] = readIdName(type, id)?.split(':') ?? []
  return isUuid(first) && isUuid(second) && rest.length === 0 ? [first, second] : undefined
}

/** What stands behind the type in a public id, whatever its form; undefined when it names another type. */
export function readIdName(type: ResourceType, id: string): string | undefined {
  const [, name] =
    new RegExp(`^ciscospark://[a-z]+/${type}/(.+)$`).exec(Buffer.from(id, 'base64').toString('utf8')) ?? []
  return name
}

/** A uuid that is the same in every run for the same name. */
export function nameUuid(name: string): string {
  return shapeUuid(createHash('sha256').update(`grantkeeper emulator ${name}`).digest())
}

/** So many hexadecimal digits, at most 64, that are the same in every run for the same name. */
export function nameHex(name: string, digits = 64): string {
  return createHash('sha256').update(`grantkeeper emulator ${name}`).digest('hex').slice(0, digits)
}

export function drawUuid(environment: Environment): string {
  return shapeUuid(environment.randomBytes(16))
}

export function drawHex(environment: Environment, bytes: number): string {
  return Buffer.from(environment.randomBytes(bytes)).toString('hex')
}

/** Tells secrets apart and opens nothing: `sha256:` and the first 8 hexadecimal digits of SHA-256 of the text. */
export function fingerprintOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 8)}`
}

/** A code or token in Webex's shape: 64 base64 characters, the cluster, the organisation. @see WEBEX.md §2 */
export function drawToken(environment: Environment): string {
  return shapeToken(drawUuid(environment), drawUuid(environment))
}

/** A token that is the same in every run for the same name; good for nothing but an emulator. */
export function nameToken(name: string): string {
  return shapeToken(nameUuid(name), nameUuid(`${name} too`))
}

function shapeToken(uuid: string, other: string): string {
  return `${Buffer.from(uuid + other.slice(0, 12)).toString('base64')}_${CLUSTER}_${ORG_UUID}`
}

export type TrackingPrefix = 'ROUTER' | 'ROUTERGW' | 'CLIENT'

export function drawTrackingId(environment: Environment, prefix: TrackingPrefix = 'ROUTER'): string {
  return `${prefix}_${drawUuid(environment).toUpperCase()}`
}

function shapeUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex').padEnd(32, '0')
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
