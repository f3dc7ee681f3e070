import { type DeviceSignIn, type Environment, type Grant, type Grantkeeper, isGrantkeeperError } from '../../index.ts'
import { UsageError } from '../arguments.ts'
import { COMMAND_LINE } from '../connections.ts'
import { cleanText, type Output } from '../output.ts'
import { describeSpan } from '../table.ts'

interface Wanted {
  json: boolean
  /** Whether this command waits for the person. */
  wait: boolean
}

interface Waiting {
  keeper: Pick<Grantkeeper, 'device'>
  environment: Pick<Environment, 'now'>
  signal: AbortSignal
  /** Whether somebody looks at stderr. Default: whether it is a terminal. */
  isWatched?: boolean
}

/**
 * The person enters a code on whatever device has a browser. Without `wait` it ends when the code is told; another command
 * goes on, and nothing is given.
 * @throws WX-DEVICE-*, WX-ACCESS-DENIED and the signal's reason
 */
export async function signInByDevice(waiting: Waiting, wanted: Wanted, output: Output): Promise<Grant | undefined> {
  const { keeper, signal } = waiting
  const device = await keeper.device.start({ owner: COMMAND_LINE, signal })
  await tellCode(device, waiting, wanted, output)
  return wanted.wait ? device.wait({ signal }) : undefined
}

/** Goes on where {@link signInByDevice} ended. @throws UsageError, WX-DEVICE-*, WX-ACCESS-DENIED and the signal's reason */
export async function completeByDevice(
  { keeper, environment, signal }: Waiting,
  ticket: string,
  { json }: Wanted,
  output: Output,
): Promise<Grant> {
  const device = await keeper.device.resume(ticket).catch((error) => {
    throw isGrantkeeperError(error, 'WX-REQUEST-INVALID') ? notOurs() : error
  })
  if (!json) output.note(`Waiting, at most ${describeSpan(device.expiresAt - environment.now())} … Ctrl-C to cancel.`)
  return device.wait({ signal })
}

function notOurs(): UsageError {
  return new UsageError(
    '--complete takes what "login --device --no-wait" printed, with the same integration and key. This is something else.',
  )
}

async function tellCode(
  device: DeviceSignIn,
  { environment, isWatched = process.stderr.isTTY }: Waiting,
  { json, wait }: Wanted,
  output: Output,
): Promise<void> {
  const { verificationUri, verificationUriComplete, userCode, expiresAt, ticket } = device
  const leftSeconds = Math.round((expiresAt - environment.now()) / 1000)
  const complete = `grantkeeper login --complete ${ticket}`
  if (json) {
    const next = wait
      ? 'let a person open verification_uri and enter user_code; this command goes on waiting'
      : complete
    const where = { verification_uri: verificationUri, verification_uri_complete: verificationUriComplete }
    const waiting = { type: 'authorization_required', ...where, user_code: userCode }
    output.print(JSON.stringify({ ...waiting, expires_in: leftSeconds, next_step: next }))
  } else {
    const bold = (text: string) => output.paint('bold', cleanText(text), 'stderr')
    output.say(`! Open ${bold(verificationUri)} on any device, and enter ${bold(userCode)}`)
    if (isWatched && verificationUriComplete) output.note(await drawCode(verificationUriComplete))
    if (wait) output.note(`Waiting, at most ${describeSpan(leftSeconds * 1000)} … Ctrl-C to cancel.`)
    else output.note(`Then, within ${describeSpan(leftSeconds * 1000)}:`)
    if (!wait) output.print(complete)
  }
}

/** An address as a square that a telephone reads: dark on light, whatever the terminal's colours. */
async function drawCode(address: string): Promise<string> {
  const { renderUnicodeCompact } = await import('uqr')
  return `  or scan\n\n${renderUnicodeCompact(address)}\n`
}
