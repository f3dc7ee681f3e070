import { html } from 'hono/html'
import { catalogue, type ErrorCode } from '../../../index.ts'
import type { Html } from '../html.ts'

/** What a code means and what to do about it. */
export interface Explanation {
  title: string
  cause: string
  fix: string
}

/** English takes the catalogue's own words; a translation gives its own for each code. */
export function explainInEnglish(code: ErrorCode): Explanation {
  const { title, cause, fix } = catalogue[code]
  return { title, cause, fix }
}

/** What stands around an error's words on its page. */
export const errorPageWords = {
  whatHappened: 'What happened',
  whatToDo: 'What to do',
  webexWaits: (time: Html) => html`Webex asked us to wait ${time}.`,
  weWait: (time: Html) => html`Please wait ${time}.`,
  keptHere: 'Nothing else is lost: your settings and what this app knows of you stay as they are.',
  webexStatus: (link: Html) => html`Is it Webex as a whole? ${link} tells.`,
  webexStatusLink: 'The status page of Webex',
  emulatorStatus: (link: Html) => html`It is the local emulator that stands behind this app, not Webex. ${link}`,
  steps: {
    openApp: 'Open the app',
    grant: 'GRANT ACCESS',
    startAgain: 'Start again',
    reconnect: 'RECONNECT',
    tryAgain: 'Try again',
    backToList: 'Back to the list',
    accounts: 'Your accounts',
    connections: 'All connections',
    operatorSignIn: 'Sign in as operator',
    firstPage: 'Go to the first page',
  },
  developers: {
    title: 'For developers',
    code: 'Code',
    detail: 'Detail',
    requestId: 'Request id',
    trackingId: 'Webex tracking id',
    webexStatus: 'Webex status',
    time: 'Time',
    command: 'On the command line',
    more: 'More',
    moreLink: (code: Html) => html`What ${code} means`,
  },
  explained: {
    /** Of the browser's tab. */
    tab: (code: string, title: string) => `${code}: ${title}`,
    crumb: 'Help',
    status: (status: number) => `Its pages and JSON have the HTTP status ${status}.`,
    action: {
      connect: 'Signing in once more solves it.',
      reconnect: 'Reconnecting once solves it.',
      retry: 'The same may work later without anybody doing anything.',
      'fix-config': 'Whoever runs this app must act; visitors cannot.',
      'contact-admin': 'An administrator of the organisation must act.',
      none: 'There is nothing to repeat: it ends by itself, or another way must be taken.',
    },
    command: 'The same on the command line',
  },
}

/** While an administrator has not allowed the app. */
export const waitingWords = {
  title: 'Waiting for your administrator',
  ask: 'Does Webex say that an administrator must approve?',
  link: 'Here is a note for them',
  lead: 'Webex lets nobody of your organisation use this app until an administrator allows it.',
  known: 'Webex has told the administrator that you asked. This note helps them to find the app and to decide.',
  noteLabel: 'A note for your administrator',
  note: ({ app, clientId, redirectUri, scopes }: AdminNote) => `Hello,

I would like to use "${app}" with my Webex account. Webex says that an administrator has to allow it first.

Name: ${app}
Client ID: ${clientId}
Redirect URI: ${redirectUri}
It asks for: ${scopes.join(' ')}

In Control Hub: Apps > Integrations, search for the client ID, then allow it for me or for everybody.

Thank you`,
  afterwards: 'Once it is allowed, try again. Nothing else is needed, and nothing was stored.',
  tryAgain: 'Try again',
}

export interface AdminNote {
  app: string
  clientId: string
  redirectUri: string
  scopes: readonly string[]
}
