import type { Environment, Grant, Grantkeeper } from '../../index.ts'
import { COMMAND_LINE } from '../connections.ts'
import { cleanText, type Output } from '../output.ts'
import { describeSpan } from '../table.ts'

interface Waiting {
  keeper: Pick<Grantkeeper, 'device'>
  environment: Pick<Environment, 'now'>
  signal: AbortSignal
  /** Whether somebody looks at stderr. Default: whether it is a terminal. */
  isWatched?: boolean
}

/**
 * The person enters a code on whatever device has a browser.
 * @throws WX-DEVICE-*, WX-ACCESS-DENIED and the signal's reason
 */
export async function signInByDevice(
  { keeper, environment, signal, isWatched = process.stderr.isTTY }: Waiting,
  json: boolean,
  output: Output,
): Promise<Grant> {
  const device = await keeper.device.start({ owner: COMMAND_LINE, signal })
  const { verificationUri, verificationUriComplete, userCode, expiresAt } = device
  const leftSeconds = Math.round((expiresAt - environment.now()) / 1000)
  if (json) {
    const next = 'let a person open verification_uri and enter user_code; this command goes on waiting'
    const where = { verification_uri: verificationUri, verification_uri_complete: verificationUriComplete }
    const waiting = { type: 'authorization_required', ...where, user_code: userCode }
    output.print(JSON.stringify({ ...waiting, expires_in: leftSeconds, next_step: next }))
  } else {
    const bold = (text: string) => output.paint('bold', cleanText(text), 'stderr')
    output.say(`! Open ${bold(verificationUri)} on any device, and enter ${bold(userCode)}`)
    if (isWatched && verificationUriComplete) output.note(await drawCode(verificationUriComplete))
    output.note(`Waiting, at most ${describeSpan(leftSeconds * 1000)} … Ctrl-C to cancel.`)
  }
  return device.wait({ signal })
}

/** An address as a square that a telephone reads: dark on light, whatever the terminal's colours. */
async function drawCode(address: string): Promise<string> {
  const { renderUnicodeCompact } = await import('uqr')
  return `  or scan\n\n${renderUnicodeCompact(address)}\n`
}
