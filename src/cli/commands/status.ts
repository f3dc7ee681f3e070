import { catalogue, type Grant, type Grantkeeper, isGrantkeeperError } from '../../index.ts'
import { readArguments } from '../arguments.ts'
import type { Command } from '../command.ts'
import { COMMAND_LINE, isMeant, labelOf, listConnections, nameOf } from '../connections.ts'
import { type Opened, withKeeper } from '../open-keeper.ts'
import { cleanText, type Output } from '../output.ts'
import { alignRows, describeSpan } from '../table.ts'

const options = {
  user: { type: 'string' },
  check: { type: 'boolean' },
  settings: { type: 'string' },
  json: { type: 'boolean' },
} as const

/** Only a person can renew a connection. */
const RECONNECT = 4

/** `grantkeeper status`: every connection and how it is. */
export const runStatus: Command = async (argv, output) => {
  const { values } = readArguments(argv, options)
  return withKeeper({ settings: values.settings, output }, async (opened) => {
    const { keeper, environment } = opened
    if (values.check) await checkAll(opened, values.user, output)
    const grants = await findGrants(keeper, values.user)
    if (values.json) output.print(JSON.stringify({ connections: grants }))
    else if (grants.length > 0) printTable(grants, keeper, environment.now(), output)
    else output.print(describeNobody(values.user))
    return grants.some(({ status }) => status === 'reconnect') ? RECONNECT : 0
  })
}

async function findGrants(keeper: Grantkeeper, user: string | undefined): Promise<Grant[]> {
  const grants: Grant[] = []
  for await (const grant of listConnections(keeper)) {
    if (user === undefined || isMeant(grant, user)) grants.push(grant)
  }
  return grants
}

/** What Webex answers is kept with each grant, so the answers themselves are not needed. */
async function checkAll({ keeper, signal }: Opened, user: string | undefined, output: Output): Promise<void> {
  const grants = await findGrants(keeper, user)
  for (const [index, grant] of grants.entries()) {
    signal.throwIfAborted()
    output.note(`  asking Webex as ${labelOf(grant)} (${index + 1} of ${grants.length}) …`)
    if (grant.status !== 'reconnect') await checkOne(keeper, grant, signal)
  }
}

async function checkOne(keeper: Grantkeeper, { id }: Grant, signal: AbortSignal): Promise<void> {
  try {
    const webex = await keeper.webex({ grant: id }, { maxWaitMs: 10_000 })
    await webex.people.me({ signal })
  } catch (error) {
    if (!isGrantkeeperError(error)) throw error
  }
}

const MARKS = {
  healthy: ['green', '✔'],
  failing: ['yellow', '!'],
  expiring: ['yellow', '!'],
  misconfigured: ['red', '✘'],
  reconnect: ['red', '✘'],
} as const

function describeNobody(user: string | undefined): string {
  if (user !== undefined) return `No connection is called "${cleanText(user)}". All there are: grantkeeper status`
  return 'No connections yet. Start the app with "grantkeeper serve" and press GRANT.'
}

function printTable(grants: readonly Grant[], keeper: Grantkeeper, now: number, output: Output): void {
  const heading = ['USER', 'STATE', 'ACCESS', 'REFRESH', 'LAST OK', 'ID']
  const [first = '', ...lines] = alignRows([heading, ...grants.map((grant) => describeGrant(grant, now))])
  output.print(`  ${output.paint('dim', first)}`)
  for (const [index, line] of lines.entries()) {
    const grant = grants[index]
    if (!grant) continue
    const [color, mark] = MARKS[grant.health]
    output.print(`${output.paint(color, mark)} ${line}`)
    for (const more of explainHealth(grant, keeper, now)) output.print(`    ${more}`)
  }
}

function describeGrant(grant: Grant, now: number): string[] {
  const left = (at: number | undefined) => (at === undefined ? '–' : at > now ? describeSpan(at - now) : 'expired')
  const ended = grant.status === 'reconnect'
  const access = ended ? '–' : left(grant.accessExpiresAt)
  const refresh = ended ? 'ended' : left(grant.refreshExpiresAt)
  return [labelOf(grant), grant.health, access, refresh, `${describeSpan(now - grant.lastOkAt)} ago`, grant.id]
}

function explainHealth(grant: Grant, { origin }: Grantkeeper, now: number): string[] {
  const { reason, health, nextTryAt, owner } = grant
  if (health === 'healthy') return []
  const again = owner === COMMAND_LINE ? 'grantkeeper login' : `${nameOf(grant)} opens ${origin} and presses GRANT`
  if (health === 'expiring') return [`→ its refresh token ends soon: ${again}`]
  const why = reason ? [`${catalogue[reason].title}.  ${reason}`] : []
  if (health === 'reconnect') return [...why, `→ ${again}`]
  if (health === 'misconfigured') return [...why, `→ ${catalogue['WX-CLIENT-REJECTED'].fix}`]
  return [
    ...why,
    `→ nothing to do: next try ${nextTryAt && nextTryAt > now ? `in ${describeSpan(nextTryAt - now)}` : 'is due'}`,
  ]
}
