import { runsInProduction } from '../config.ts'
import { UsageError } from './arguments.ts'

/** An emulator gives tokens to anybody, so it does not run in production unless somebody knows. @throws UsageError */
export function refuseProduction(isKnown: boolean | undefined): void {
  if (!runsInProduction() || isKnown) return
  throw new UsageError(
    'The emulator gives tokens to anybody, and NODE_ENV is production. Add --i-know to run it anyway.',
  )
}
