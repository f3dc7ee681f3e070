import type { Context, Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { hasConsented } from '../../identity/finish-sign-in.ts'
import type { User } from '../../people.ts'
import { beginSession } from './browser-session.ts'
import { accept } from './consent.tsx'
import { type Found, findSignIn, findUser, showConsent, showDenied, showOver, showPeople } from './sign-in-pages.tsx'

type C = Context<Exchange>

/** `GET /sign-in/:id`: the page this sign-in waits on. */
export function signInPageRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const found = findSignIn(context, c)
    if (!found) return showOver(c)
    const user = findUser(context, found.signIn)
    if (!user) return showPeople(context, c, found)
    const { settings } = context
    if (settings.consent === 'remembered' && hasConsented(context, found.signIn, user)) {
      return accept(context, c, found.signIn, user, found.signIn.scopes)
    }
    return showConsent(c, found, user)
  }
}

/** `POST /sign-in/:id/user`: somebody was chosen, or typed an address. */
export function pickUserRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const found = findSignIn(context, c)
    if (!found) return showOver(c)
    const form = new URLSearchParams(c.env.body)
    const email = form.get('email')?.trim()
    const user = context.people.find(form.get('user') ?? '') ?? context.people.findByEmail(email ?? '')
    if (user?.kind === 'person') return signInAs(context, c, found, user, context.clock.now())
    if (!email) return c.redirect(`/sign-in/${found.signIn.id}`, 303)
    return showPeople(context, c, found, { email, problem: 'There is nobody with this address.' })
  }
}

/** Somebody is known to sit at the browser, and is asked for consent unless the administrator forbids it. */
export function signInAs(context: EmulatorContext, c: C, { signIn, integration }: Found, user: User, at: number) {
  c.env.findings.user = user.key
  beginSession(context, c, { userKey: user.key, signedInAt: at })
  if (user.blockedByAdmin) return showDenied(c, integration, user)
  signIn.userKey = user.key
  signIn.signedInAt = at
  return c.redirect(`/sign-in/${signIn.id}`, 303)
}
