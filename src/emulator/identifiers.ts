import { createHash } from 'node:crypto'
import type { Environment } from '../environment.ts'

/** The one organisation all emulated people belong to. */
export const ORG_UUID = nameUuid('organization')

/** The cluster in every emulated code and token; by it the library knows them and keeps them from the real Webex. */
const CLUSTER = 'EMUL'

export type ResourceType = 'ROOM' | 'PEOPLE' | 'ORGANIZATION' | 'TEAM'

/** The public id of a resource: unpadded base64 of a `ciscospark://` address. @see WEBEX.md §8 */
export function encodeId(type: ResourceType, uuid: string): string {
  return Buffer.from(`ciscospark://us/${type}/${uuid}`).toString('base64').replace(/=+$/, '')
}

/** The uuid behind a public id or a bare uuid; undefined when it is neither or names another type. */
export function readId(type: ResourceType, id: string): string | undefined {
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
  if (uuid.test(id.toLowerCase())) return id.toLowerCase()
  const [, , place, kind, rest = ''] = Buffer.from(id, 'base64').toString('utf8').split('/')
  return place && kind === type && uuid.test(rest) ? rest : undefined
}

/** A uuid that is the same in every run for the same name. */
export function nameUuid(name: string): string {
  return shapeUuid(createHash('sha256').update(`grantkeeper emulator ${name}`).digest())
}

export function drawUuid(environment: Environment): string {
  return shapeUuid(environment.randomBytes(16))
}

export function drawHex(environment: Environment, bytes: number): string {
  return Buffer.from(environment.randomBytes(bytes)).toString('hex')
}

/** A code or token in Webex's shape: 64 base64 characters, the cluster, the organisation. @see WEBEX.md §2 */
export function drawToken(environment: Environment): string {
  const text = drawUuid(environment) + drawUuid(environment).slice(0, 12)
  return `${Buffer.from(text).toString('base64')}_${CLUSTER}_${ORG_UUID}`
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
