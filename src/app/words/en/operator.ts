import { html } from 'hono/html'
import type { Html } from '../html.ts'
import { overview } from './overview.ts'
import { settings } from './settings.ts'

const signIn = {
  title: 'For the operator',
  lead: 'These pages are for whoever runs this app. Sign in with the operator token.',
  token: 'Operator token',
  hint: 'It was shown once, when it was made. "npx grantkeeper operator-token --new" makes another; the old one is then worth nothing.',
  wrong: 'This is not the operator token.',
  submit: 'Sign in',
  signOut: 'Sign out as operator',
  noToken: 'This app has no operator token, so nobody can sign in from another computer.',
  thisComputer: 'On the computer that the app runs on, no token is needed: open the app there as localhost.',
  isIn: {
    token: 'You are signed in as operator, by the token.',
    'this-computer': 'You are the operator: you are at the computer that the app runs on.',
  },
}

const connections = {
  title: 'Connections',
  disconnectAll: 'Disconnect all …',
  empty: 'Nobody has connected yet. Whoever connects appears here, with what is left of their access.',
  connectFirst: 'Connect the first account',
  states: 'By state',
  all: 'All',
  search: 'Search person, e-mail or id',
  scope: 'Scope granted',
  anyScope: 'Any',
  endsSoon: 'Ends within 7 days',
  pageSize: 'Rows',
  apply: 'Apply',
  clear: 'Clear',
  noMatch: (text: Html) => html`No connection matches “${text}” and what else is chosen.`,
  noneLikeThis: 'No connection is like this.',
  noMore: 'No more connections.',
  toFirst: 'Back to the first page',
  pages: 'Pages',
  first: '« First page',
  next: 'Next ›',
  showing: (shown: string, total: string) => `${shown} of ${total}`,
  columns: {
    person: 'Person',
    state: 'State',
    life: 'What is left',
    lastOk: 'Last renewed',
    trouble: 'Last error',
    actions: 'Actions',
  },
  none: 'none',
  nextTry: (when: Html) => html`next try ${when}`,
  refresh: 'Refresh now',
  disconnect: 'Disconnect …',
  copyLink: 'Reconnect link',
  reconnect: 'To reconnect, a person opens',
}

const connection = {
  title: 'Connection',
  life: 'What is left',
  facts: 'Facts',
  flows: 'Its flows, step by step',
  refreshed: 'Webex has given new tokens.',
  notRefreshed: (title: string, fix: string, code: Html) => html`<strong>${title}.</strong> ${fix} ${code}`,
  mustReconnect: 'Webex has ended this connection. Only the person can renew it, by signing in once more.',
  shouldReconnect: 'Its end is near, and renewing has not moved it. The person should sign in once more before then.',
  tokens:
    'Tokens lie sealed in the store. This page opens none of them, so it has nothing of theirs to show, not even a fingerprint.',
  fact: {
    email: 'E-mail',
    login: 'Signed in as',
    connected: 'Connected',
    lastOk: 'Last renewed',
    accessEnds: 'Access renews before',
    refreshEnds: 'Ends if unused until',
    lastError: 'Last error',
    generation: 'Sets of tokens so far',
    id: 'Connection id',
    person: 'Person id at Webex',
    owner: 'Owner in this app',
    organization: 'Organization id',
  },
  scopes: {
    title: 'Scopes',
    scope: 'Scope',
    columns: ['Asked for', 'Granted', 'Wanted today'],
    yes: 'yes',
    no: 'no',
    missing: (scopes: Html) =>
      html`The app wants what this person has not granted: ${scopes}. They are asked for it when they reconnect.`,
    surplus: (scopes: Html) => html`Granted, and not wanted any more: ${scopes}. It goes when the person reconnects.`,
  },
  timeline: {
    title: 'What has happened',
    empty: 'Nothing has happened in the last 90 days, or it was before this history began.',
    noOlder: 'Nothing older is known.',
    newest: '« Newest',
    older: 'Older ›',
    pages: 'Pages of the history',
    took: (ms: string) => `Webex took ${ms} ms.`,
    what: {
      connected: 'connected',
      refreshed: 'refreshed',
      recovered: 'recovered',
      failing: 'failing',
      expiring: 'expiring',
      reconnect: 'ended',
    },
    meaning: {
      connected: 'The person signed in at Webex.',
      refreshed: 'Webex gave new tokens.',
      recovered: 'Renewing works again.',
      failing: 'Renewing stopped working; it is tried again by itself.',
      expiring: 'The end is near, and renewing has not moved it.',
      reconnect: 'Webex ended it; only the person can renew it.',
    },
  },
}

const disconnect = {
  title: 'Disconnect?',
  lead: (person: Html) => html`This ends the connection of ${person}.`,
  effects: [
    'Here, at once: the stored tokens and the history are deleted, and every browser signed in with it is signed out.',
    'At Webex: this app asks Webex to end the access. Where Webex does not answer, it is asked again, hourly for a week.',
    'Nothing in Webex itself is touched: no space, no message. The person can connect again at any time.',
  ],
  submit: 'Disconnect',
  keep: 'Keep it',
  done: {
    everywhere: 'Disconnected: the tokens are deleted here, and Webex has ended the access.',
    here: 'Disconnected: the tokens are deleted here. Webex has not confirmed the end yet; it is asked again, hourly for a week.',
  },
}

const disconnectAll = {
  title: 'Disconnect all',
  lead: (count: string) =>
    `This ends every connection there is: ${count}. It cannot be taken back; each person would have to connect again.`,
  /** What has to be typed, in lower case. */
  word: 'disconnect all',
  type: (word: Html) => html`To go on, type ${word}`,
  wrong: 'That is not what has to be typed. Nothing was disconnected.',
  submit: (count: string) => `Disconnect all ${count}`,
  keep: 'Keep them',
  nobody: 'Nobody is connected; there is nothing to disconnect.',
  progress: (done: string, total: string) => `${done} of ${total} disconnected.`,
  unconfirmed: (count: string) => `${count} not confirmed by Webex yet.`,
  askedAgain: 'Webex is asked again, hourly for a week.',
  stop: 'Stop',
  stopping: 'Stopping after this one …',
  goesOn: 'It goes on when you leave this page. It stops when the app is ended; what is done stays done.',
  done: 'Done.',
  stopped: 'Stopped before the end.',
  failed: 'It ended early by an error. Start it again to go on with those that are left.',
}

/** What an operator reads. */
export const operatorWords = {
  signIn,
  connections,
  connection,
  disconnect,
  disconnectAll,
  overview,
  settings,
  health: {
    healthy: 'healthy',
    expiring: 'ending soon',
    failing: 'failing',
    reconnect: 'must reconnect',
    misconfigured: 'integration refused',
  },
  life: {
    access: 'Access',
    refresh: 'Refresh',
    left: (name: string, left: string, whole: string) => `${name}: ${left} of ${whole}`,
    ended: (name: string) => `${name}: ended`,
    endless: (name: string) => `${name}: no end known`,
  },
  spans: {
    days: (count: number) => `${count} d`,
    hours: (count: number) => `${count} h`,
    minutes: (count: number) => `${count} min`,
    seconds: (count: number) => `${count} s`,
    ahead: (span: string) => `in ${span}`,
    now: 'now',
  },
}
