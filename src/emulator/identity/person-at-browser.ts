import type { EmulatorContext } from '../context.ts'
import type { Answer } from '../server/exchange.ts'

/** What a person does on the sign-in pages. */
export interface Choice {
  /** Default true. */
  accept?: boolean
  /** Which of the asked scopes to grant. Default all. */
  scopes?: string[]
}

/** Does what a person does on the pages, and gives the address the browser is sent to. */
export async function walkSignIn(
  answer: Answer,
  { signIns }: EmulatorContext,
  authorizeUrl: string,
  user: string,
  { accept = true, scopes }: Choice = {},
): Promise<string> {
  const asked = await answer(new Request(authorizeUrl))
  const refused = asked.headers.get('location')
  if (refused !== null) return refused
  const page = await asked.text()
  const [, id = ''] = /\/sign-in\/([0-9a-f]{64})/.exec(page) ?? []
  const signIn = signIns.find(id)
  if (!signIn) throw new Error(`the emulator shows a page and sends nobody back: ${readTitle(page)}`)

  const post = (path: string, fields: [string, string][]) =>
    answer(
      new Request(new URL(`/sign-in/${id}/${path}`, authorizeUrl), {
        method: 'POST',
        body: new URLSearchParams(fields),
      }),
    )
  const picked = await post('user', [['user', user]])
  if (picked.status !== 303) throw new Error(`the emulator sends ${user} nowhere: ${readTitle(await picked.text())}`)
  if (signIn.userKey !== user) throw new RangeError(`there is no user ${user}`)
  const granted = (scopes ?? signIn.scopes).map((scope): [string, string] => ['scope', scope])
  const decided = await post('consent', [['decision', accept ? 'Accept' : 'Deny'], ...granted])
  const location = decided.headers.get('location')
  if (location === null) throw new RangeError('none of these scopes was asked for')
  return location
}

function readTitle(page: string): string {
  return /<title>(.*?)<\/title>/.exec(page)?.[1] ?? 'no title'
}
