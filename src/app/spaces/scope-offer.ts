import { html } from 'hono/html'
import type { Grant } from '../../index.ts'
import type { AppContext } from '../context.ts'
import { connectForm } from '../frame/parts.ts'
import type { Html } from '../words/html.ts'
import type { UsefulScope } from './scope-of-grant.ts'

export interface ScopeOffer {
  grant: Grant
  scope: UsefulScope
  /** What needs it, as the beginning of a sentence. */
  what: string
  /** Where the person comes back to. */
  returnTo: string
}

/** Says which permission is missing, and how it is had: by a press, by asking again, or from the operator. */
export function scopeOffer({ keeper, language }: AppContext, { grant, scope, what, returnTo }: ScopeOffer): Html {
  const { scopes: words } = language.words.spaces
  const { scopes, optionalScopes } = keeper.integration
  const name = html`<code>${scope}</code>`
  const isRefused = grant.scopesAsked.includes(scope)
  const why = isRefused ? words.refused(what, name) : words.missing(what, name)
  const allow = words.allow[scope]
  if (optionalScopes.includes(scope))
    return offer(why, askForm(keeper.scopes.askFor([scope], returnTo), allow), words.thereAndBack)
  if (scopes.includes(scope))
    return offer(why, connectForm(returnTo, isRefused ? words.askAgain : allow), words.thereAndBack)
  return html`<div class="offer"><p>${why} ${words.operator(name)}</p></div>`
}

function offer(why: Html, form: Html, hint: string): Html {
  return html`<div class="offer"><p>${why}</p>
${form}
<p class="hint">${hint}</p></div>`
}

function askForm(action: string, label: string): Html {
  return html`<form method="post" action="${action}"><button type="submit">${label}</button></form>`
}
