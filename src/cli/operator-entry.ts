import type { Inspector } from '../app/index.ts'
import { makeOperatorToken, readOperatorDigest } from '../config/operator-token.ts'
import type { Config } from '../config.ts'
import { type Environment, isGrantkeeperError } from '../index.ts'
import { UsageError } from './arguments.ts'
import type { Input } from './input.ts'
import type { Output } from './output.ts'

/** What opens the operator's pages from other computers, and what whoever starts the server should know of it. */
export interface OperatorEntry {
  operatorToken: string | { sha256: string } | undefined
  notes: readonly string[]
}

/**
 * The token that was set, or else the digest of the one that was made before. Where there is neither, one is made and shown,
 * once, to whoever sits at the terminal: what is piped ends in logs.
 * @throws WX-CONFIG-INVALID
 */
export function openOperatorEntry(
  config: Pick<Config, 'operatorToken' | 'operatorFile'>,
  { randomBytes }: Pick<Environment, 'randomBytes'>,
  output: Output,
  input: Pick<Input, 'interactive'>,
): OperatorEntry {
  if (config.operatorToken) return { operatorToken: config.operatorToken.reveal(), notes: [] }
  const sha256 = readOperatorDigest(config.operatorFile)
  if (sha256 !== undefined) return { operatorToken: { sha256 }, notes: [] }
  if (!input.interactive) return withoutToken('To make one: grantkeeper operator-token')
  try {
    const operatorToken = makeOperatorToken(config.operatorFile, randomBytes)
    output.say(`  Operator token, shown this once: ${output.paint('bold', operatorToken, 'stderr')}`)
    return { operatorToken, notes: [] }
  } catch (error) {
    if (!isGrantkeeperError(error)) throw error
    return withoutToken(error.detail ?? error.title)
  }
}

/** What the app is told of who may see the operator's pages. */
export interface OperatorPages {
  inspector?: Inspector
  operatorByTokenOnly: boolean
}

/**
 * By the token only where that was asked for, and in production where there is an inspector: being on the same computer is not
 * enough to see other people's sign-ins.
 * @throws UsageError
 */
export function guardOperatorPages(asked: {
  inspector: Inspector | undefined
  byTokenOnly: boolean
  inProduction: boolean
  operatorToken: OperatorEntry['operatorToken']
}): OperatorPages {
  const { inspector, byTokenOnly, inProduction, operatorToken } = asked
  if (!inspector) return { operatorByTokenOnly: byTokenOnly }
  if (!inProduction || operatorToken) return { inspector, operatorByTokenOnly: byTokenOnly || inProduction }
  throw new UsageError('--inspector in production needs an operator token. To make one: grantkeeper operator-token')
}

function withoutToken(why: string): OperatorEntry {
  return { operatorToken: undefined, notes: [`No operator token: /metrics opens to this computer only. ${why}`] }
}
