import type { Context } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import type { Integration } from '../../identity/integrations.ts'
import type { SignIn } from '../../identity/sign-ins.ts'
import { ProblemPage } from '../../pages/problem.tsx'
import { ConsentPage } from '../../pages/sign-in/consent.tsx'
import { DeniedPage } from '../../pages/sign-in/denied.tsx'
import { PickUserPage } from '../../pages/sign-in/pick-user.tsx'
import type { User } from '../../people.ts'
import { answerPage } from '../../server/page-answer.ts'

type C = Context<Exchange>

/** A sign-in that waits, and for which integration. */
export interface Found {
  signIn: SignIn
  integration: Integration
}

export function showPeople(
  { people, settings }: EmulatorContext,
  c: C,
  { signIn, integration }: Found,
  { email = signIn.hint, problem }: { email?: string; problem?: string } = {},
) {
  const users = people.all().filter(({ kind }) => kind === 'person')
  const page = <PickUserPage signIn={signIn} integration={integration} users={users} email={email} problem={problem} />
  // Where consent is not asked again, the form of this page ends at the integration.
  const formEndsAt = settings.consent === 'remembered' ? uriOf(signIn) : undefined
  return answerPage(c, page, { status: problem === undefined ? 200 : 400, formEndsAt })
}

export function showConsent(c: C, found: Found, user: User, problem?: string) {
  const page = <ConsentPage {...found} user={user} problem={problem} />
  return answerPage(c, page, { status: problem ? 400 : 200, formEndsAt: uriOf(found.signIn) })
}

export function showDenied(c: C, integration: Integration, user: User) {
  c.env.findings.summary = 'the administrator blocks the integration'
  return answerPage(c, <DeniedPage integration={integration} user={user} />, { status: 403 })
}

export function showOver(c: C) {
  const problem = 'It was answered before, or it waited longer than ten minutes.'
  const advice = 'Go back to the application and start again.'
  return answerPage(c, <ProblemPage title="This sign-in is over" problem={problem} advice={advice} />, { status: 400 })
}

export function findSignIn(context: EmulatorContext, c: C): Found | undefined {
  const signIn = context.signIns.find(c.req.param('id') ?? '')
  const integration = signIn && context.integrations.find(signIn.clientId)
  if (!signIn || !integration) return undefined
  c.env.findings.clientId = signIn.clientId
  return { signIn, integration }
}

export function findUser({ people }: EmulatorContext, { userKey }: SignIn): User | undefined {
  return userKey === undefined ? undefined : people.find(userKey)
}

function uriOf({ answer }: SignIn): string | undefined {
  return answer.kind === 'redirect' ? answer.uri : undefined
}
