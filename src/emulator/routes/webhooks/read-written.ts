import type { Context } from 'hono'
import type { Exchange } from '../../context.ts'
import { MALFORMED } from '../../server/answers.ts'
import { isTarget } from '../../webhooks/target.ts'

/** What somebody wrote for a webhook; every field is text or absent. */
export type Written = Partial<Record<'name' | 'targetUrl' | 'secret' | FixedField | 'status', string>>
type FixedField = 'resource' | 'event' | 'filter' | 'ownedBy'

/** Why a request is refused. */
export interface Refusal {
  status: 400 | 415
  problem: string
}

const FIELDS = ['name', 'targetUrl', 'secret', 'resource', 'event', 'filter', 'ownedBy', 'status'] as const
const LONGEST = { name: 256, targetUrl: 2048, secret: 256, filter: 1024 }

/** Reads the JSON body of a request about a webhook; what it does not know is ignored. */
export function readWritten(c: Context<Exchange>): Written | Refusal {
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) return refuse(`Content type '${type}' not supported`, 415)
  const body = parseObject(c.env.body)
  if (!body) return refuse(MALFORMED)
  const written: Written = {}
  for (const field of FIELDS) {
    const value = body[field]
    if (typeof value === 'string') written[field] = value
    else if (value !== undefined && value !== null) return refuse(`${field} must be a string`)
  }
  return written
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

function refuse(problem: string, status: Refusal['status'] = 400): Refusal {
  return { status, problem }
}

/** What is wrong with name, target and secret, which every webhook has; undefined when they will do. */
export function findProblem(written: Written): string | undefined {
  if (!written.name?.trim()) return 'name cannot be empty'
  if (!written.targetUrl) return 'targetUrl cannot be null'
  if (!isTarget(written.targetUrl)) return 'targetUrl must be an absolute http or https URL'
  const long = Object.entries(LONGEST).find(([field, most]) => (written[field as keyof Written] ?? '').length > most)
  return long && `${long[0]} is longer than ${long[1]} characters`
}
