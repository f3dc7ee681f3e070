import { type Environment, GrantkeeperError } from '../../index.ts'
import type { Page, Visit } from '../context.ts'
import { prefersJson } from '../frame/accept.ts'
import { createRateLimit, type RateLimit } from '../server/rate-limit.ts'
import { createDoorkeeper, type Doorkeeper, type OperatorProof, type OperatorToken } from './doorkeeper.ts'
import { createOperatorSessions, type OperatorSessions } from './sessions.ts'
import { renderSignIn } from './sign-in-form.ts'

/** Knows who of the visitors is an operator, and lets those with the token in. */
export interface Operators extends Doorkeeper {
  sessions: OperatorSessions
  /** How often one address may try to sign in. */
  tries: RateLimit
  /** Whether it is not enough to be on this computer. */
  byTokenOnly: boolean
}

export interface OperatorsOptions {
  token: OperatorToken | undefined
  byTokenOnly: boolean
  environment: Pick<Environment, 'now' | 'randomBytes'>
}

const TRIES_PER_MINUTE = 10

/** @throws WX-CONFIG-INVALID when only the token opens, and there is none */
export function createOperators({ token, byTokenOnly, environment }: OperatorsOptions): Operators {
  const sessions = createOperatorSessions({ token, environment })
  const tries = createRateLimit({ now: environment.now, perMinute: TRIES_PER_MINUTE, perMinuteHere: TRIES_PER_MINUTE })
  return { ...createDoorkeeper(token, { sessions, byTokenOnly }), sessions, tries, byTokenOnly }
}

/** A page as an operator sees it, who came in by this. */
export type OperatorPage = (visit: Visit, operator: OperatorProof) => Response | Promise<Response>

/** A page that only operators may see: somebody else is asked to sign in, and comes back to it. */
export function forOperators(page: OperatorPage): Page {
  return (visit) => {
    const operator = visit.app.operators.find(visit)
    if (operator) return page(visit, operator)
    if (prefersJson(visit.request)) throw new GrantkeeperError('WX-OPERATOR-ONLY')
    return renderSignIn(visit, { status: 401, back: visit.url.pathname + visit.url.search })
  }
}

/** What only operators may do asks it itself. @throws WX-OPERATOR-ONLY */
export function requireOperator(visit: Visit): OperatorProof {
  const operator = visit.app.operators.find(visit)
  if (!operator) throw new GrantkeeperError('WX-OPERATOR-ONLY')
  return operator
}
