import { GrantkeeperError } from '../../index.ts'
import type { Visit } from '../context.ts'
import type { Doorkeeper } from './doorkeeper.ts'

/** Knows who of the visitors is an operator. */
export interface Operators {
  /** What an operator came in by; undefined for everybody else. */
  find(visit: Pick<Visit, 'request' | 'url' | 'peer'>): 'token' | 'this-computer' | undefined
}

export function createOperators(doorkeeper: Doorkeeper): Operators {
  return { find: (visit) => doorkeeper.find(visit) }
}

/** Every page that only operators may see asks it itself. @throws WX-OPERATOR-ONLY */
export function requireOperator(visit: Visit): 'token' | 'this-computer' {
  const operator = visit.app.operators.find(visit)
  if (!operator) throw new GrantkeeperError('WX-OPERATOR-ONLY')
  return operator
}
