import { html } from 'hono/html'
import { ProblemPage } from '../pages/problem.tsx'
import { answerJson, MALFORMED } from '../server/answers.ts'
import type { Fault } from './fault.ts'

/** The answer a fault gives in place of the true one; undefined when the request is to be processed. */
export async function answerInstead(fault: Fault, path: string, trackingId: string): Promise<Response | undefined> {
  const { refuse, status, headers, body } = fault
  if (refuse === 'invalid_grant') return refuseGrant(path, trackingId)
  if (refuse === 'admin-approval') return askForApproval()
  if (status === undefined && body === undefined) return undefined
  const text = typeof body === 'object' ? JSON.stringify(body) : body
  const type = typeof body === 'object' ? 'application/json;charset=UTF-8' : 'text/html;charset=UTF-8'
  return new Response(text ?? null, {
    status,
    headers: { ...(text !== undefined && { 'content-type': type }), ...headers },
  })
}

/** In the shape of the endpoint that was asked. @see WEBEX.md §2 */
function refuseGrant(path: string, trackingId: string): Response {
  const description = 'The refresh token provided is expired, revoked, malformed, or invalid'
  const standard = { error: 'invalid_grant', error_description: description }
  if (path.startsWith('/idb/')) return answerJson({ ...standard, trackingID: trackingId }, 400)
  return answerJson({ message: MALFORMED, errors: [{ description }], trackingId, ...standard }, 400)
}

/** Webex's sentence for a person whose administrator must allow the integration first. @see WEBEX.md §1 */
async function askForApproval(): Promise<Response> {
  const problem =
    'Access denied - Your administrator denied access to the integration you selected. We captured your request and will let them know'
  const advice = 'At Webex the way ends here, without a return to the integration.'
  const page = await html`<!doctype html>${<ProblemPage title="Access denied" problem={problem} advice={advice} />}`
  return new Response(String(page), { status: 403, headers: { 'content-type': 'text/html;charset=UTF-8' } })
}
