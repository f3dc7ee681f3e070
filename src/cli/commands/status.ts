import { catalogue, type ErrorCode, type Grant, type Grantkeeper, isGrantkeeperError } from '../../index.ts'
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
/** Webex could not be asked about one. */
const NOT_ASKED = 5

/** Why Webex could not be asked about a connection, by its id. */
type Unasked = ReadonlyMap<string, ErrorCode>

/** `grantkeeper status`: every connection and how it is. */
export const runStatus: Command = async (argv, output) => {
  const { values } = readArguments(argv, options)
  return withKeeper({ settings: values.settings, output }, async (opened) => {
    const { keeper, environment } = opened
    const unasked = values.check ? await checkAll(opened, values.user, output) : new Map<string, ErrorCode>()
    const grants = await findGrants(keeper, values.user)
    if (values.json) output.print(JSON.stringify({ connections: grants.map((grant) => withCheck(grant, unasked)) }))
    else if (grants.length > 0) printTable(grants, unasked, keeper, environment.now(), output)
    else output.print(describeNobody(values.user))
    if (grants.some(({ status }) => status === 'reconnect')) return RECONNECT
    return unasked.size > 0 ? NOT_ASKED : 0
  })
}

function withCheck(grant: Grant, unasked: Unasked) {
  const code = unasked.get(grant.id)
  return code === undefined ? grant : { ...grant, notAsked: code }
}

async function findGrants(keeper: Grantkeeper, user: string | undefined): Promise<Grant[]> {
  const grants: Grant[] = []
  for await (const grant of listConnections(keeper)) {
    if (user === undefined || isMeant(grant, user)) grants.push(grant)
  }
  return grants
}

/** What Webex answers is kept with each grant, so only those are given about which it did not answer. */
async function checkAll({ keeper, signal }: Opened, user: string | undefined, output: Output): Promise<Unasked> {
  const grants = await findGrants(keeper, user)
  const unasked = new Map<string, ErrorCode>()
  for (const [index, grant] of grants.entries()) {
    signal.throwIfAborted()
    output.note(`  asking Webex as ${labelOf(grant)} (${index + 1} of ${grants.length}) …`)
    const code = grant.status === 'reconnect' ? undefined : await checkOne(keeper, grant, signal)
    if (code !== undefined) unasked.set(grant.id, code)
  }
  return unasked
}

/** A scope that is missing is no fault of the connection, and what ended it is kept with it. */
const ANSWERS = ['WX-API-FORBIDDEN', 'WX-API-UNAUTHORIZED', 'WX-RECONNECT', 'WX-ANSWER-LOST', 'WX-CLIENT-REJECTED']

async function checkOne(keeper: Grantkeeper, { id }: Grant, signal: AbortSignal): Promise<ErrorCode | undefined> {
  try {
    const webex = await keeper.webex({ grant: id }, { maxWaitMs: 10_000 })
    await webex.people.me({ signal })
  } catch (error) {
    if (!isGrantkeeperError(error)) throw error
    return ANSWERS.includes(error.code) ? undefined : error.code
  }
  return undefined
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

function printTable(
  grants: readonly Grant[],
  unasked: Unasked,
  keeper: Grantkeeper,
  now: number,
  output: Output,
): void {
  const heading = ['USER', 'STATE', 'ACCESS', 'REFRESH', 'LAST OK', 'ID']
  const [first = '', ...lines] = alignRows([heading, ...grants.map((grant) => describeGrant(grant, now))])
  output.print(`  ${output.paint('dim', first)}`)
  for (const [index, line] of lines.entries()) {
    const grant = grants[index]
    if (!grant) continue
    const [color, mark] = MARKS[grant.health]
    output.print(`${output.paint(color, mark)} ${line}`)
    const code = unasked.get(grant.id)
    if (code !== undefined) output.print(`    ! Not asked: ${catalogue[code].title}.  ${code}`)
    for (const more of [...explainHealth(grant, keeper, now), ...explainDrift(grant, keeper)])
      output.print(`    ${more}`)
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

/** What the app asks for today and this person has not granted; the command line asks for what it was told to. */
function explainDrift(grant: Grant, { scopes, origin }: Grantkeeper): string[] {
  if (grant.owner === COMMAND_LINE || grant.status === 'reconnect') return []
  const { missing } = scopes.drift(grant)
  if (missing.length === 0) return []
  const lacking = cleanText(missing.join(' '))
  return [`! lacks ${lacking}, which the app asks for now`, `→ ${nameOf(grant)} opens ${origin} and presses GRANT`]
}
