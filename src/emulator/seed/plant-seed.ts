import type { EmulatorContext } from '../context.ts'
import { nameHex } from '../identifiers.ts'
import { issueFor } from '../identity/other-tokens.ts'
import type { Seed } from './seed.ts'

type Planted = Pick<EmulatorContext, 'clock' | 'people' | 'integrations' | 'grants'>

/** Brings into being what a seed names beyond people and spaces: the time, integrations and tokens. */
export function plantSeed(context: Planted, { clock, integrations = [], tokens = [] }: Seed): void {
  if (clock !== undefined) context.clock.set(Date.parse(clock))
  for (const { clientId, clientSecret, ...details } of integrations) {
    context.integrations.add(details, {
      clientId: clientId ?? `C${nameHex(`client id ${details.name}`)}`,
      clientSecret: clientSecret ?? nameHex(`client secret ${details.name}`),
    })
  }
  for (const [index, { user: key, kind }] of tokens.entries()) {
    const user = context.people.find(key)
    if (!user) throw new RangeError(`tokens: there is no user ${key}`)
    issueFor(context, user, kind, `seeded token ${index} ${key} ${kind}`)
  }
}
