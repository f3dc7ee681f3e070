import type { CheckName, FlowKind, Outcome, Party, StepName } from '../../flow/flow.ts'
import { checks, shortChecks } from './flow-checks.ts'
import { parameterWords } from './flow-parameters.ts'

const count = (many: number, one: string, more: string) => (many === 1 ? `1 ${one}` : `${many} ${more}`)

const kinds: Record<FlowKind, string> = {
  'sign-in': 'Sign-in',
  refresh: 'Token renewal',
  calls: 'API calls',
  disconnect: 'Disconnect',
}

const outcomeWords: Record<Outcome, string> = { 'under-way': 'under way', ok: 'finished', failed: 'failed' }

const parties: Record<Party, string> = { browser: 'Browser', app: 'App', webex: 'Webex' }

const stepNames: Record<StepName, string> = {
  connect: 'GRANT is pressed',
  callback: 'Webex sends the browser back to the app',
  page: 'The browser asks for a page',
  disconnect: 'The browser asks to disconnect',
  authorize: 'The browser asks Webex for consent',
  'at-webex': 'The person answers at Webex',
  'webex-page': 'The browser opens a page of Webex',
  unseen: 'The person is at Webex; this app sees nothing of it',
  'exchange-code': 'The app exchanges the code for tokens',
  refresh: 'The app renews the tokens',
  device: 'The app asks for a sign-in on another device',
  revoke: 'The app asks Webex to end the tokens',
  identity: 'The app asks the identity service who signed in, or for its keys',
  call: 'The app calls the Webex API',
  renewed: 'Meanwhile the tokens were renewed',
  waited: 'The app waits as Webex asks',
}

/** What the app answers a browser. */
const answers: Partial<Record<StepName, string>> = {
  connect: 'The app sends the browser to Webex',
  callback: 'The app sends the browser on to a clean address',
  page: 'The app answers with the page',
  disconnect: 'The app says what came of it',
}

/** The same beside its arrow. */
const shortAnswers: Partial<Record<StepName, string>> = {
  connect: 'on to Webex',
  callback: 'on to a clean address',
  page: 'the page',
  disconnect: 'what came of it',
}

/** Said of a step beside its arrow. */
const shortNames: Record<StepName, string> = {
  connect: 'GRANT pressed',
  callback: 'back at the app',
  page: 'page asked for',
  disconnect: 'disconnect asked for',
  authorize: 'consent asked for',
  'at-webex': 'the person answers',
  'webex-page': 'a page of Webex',
  unseen: 'at Webex',
  'exchange-code': 'code for tokens',
  refresh: 'renewal asked for',
  device: 'another device',
  revoke: 'end of tokens asked for',
  identity: 'identity service',
  call: 'API call',
  renewed: 'tokens renewed meanwhile',
  waited: 'waits as Webex asks',
}

const failures: Readonly<Record<string, string>> = {
  unreachable: 'no connection',
  interrupted: 'broke off',
  aborted: 'took too long',
  'too-large': 'answer too large',
  encoded: 'answer unreadable',
}

/** The flow inspector. */
export const flowWords = {
  title: 'Flow',
  lead: 'Every sign-in, renewal, call and disconnect, step by step, from both sides. Secrets are shown as fingerprints only.',
  kinds,
  outcomes: outcomeWords,
  parties,
  emulatedWebex: 'Webex (emulator)',
  steps: stepNames,
  shortSteps: shortNames,
  parameters: parameterWords,
  flowTitle: (kind: string, person: string | undefined) => (person ? `${person}: ${kind}` : kind),
  check: (name: CheckName, verdict: 'passed' | 'failed' | 'noted') => checks[name][verdict] ?? name,
  shortChecks,
  verdicts: { passed: 'Passed:', failed: 'Failed:', noted: 'Note:' },
  failure: (failure: string) => failures[failure] ?? failure,
  span: (ms: number) => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`),
  waits: (waits: number) => count(waits, 'wait', 'waits'),
  replays: (replays: number) => count(replays, 'replay', 'replays'),
  columns: { flow: 'Flow', outcome: 'Outcome', steps: 'Steps', took: 'Took', when: 'When' },
  caption: 'Flows, the newest first',
  filter: {
    label: 'Filter',
    text: 'Person, page, code or address',
    kind: 'Kind',
    anyKind: 'All kinds',
    outcome: 'Outcome',
    anyOutcome: 'All outcomes',
    apply: 'Apply',
    clear: 'Clear filter',
  },
  shown: (shown: number, all: number) =>
    shown === all ? count(all, 'flow', 'flows') : `${shown} of ${count(all, 'flow', 'flows')}`,
  reload: 'Reload',
  pause: 'Pause',
  clear: 'Clear all',
  cleared: 'All flows were cleared.',
  exportAll: 'Export HAR',
  log: 'What happens now',
  quiet: 'Nothing since this page was opened. Sign in or open your spaces in another tab, and see it here.',
  lost: 'The live view has stopped. Reload the page.',
  /** `{steps}` and `{flows}` are filled in where it is shown. */
  summary: '{steps} changes in {flows} flows',
  live: 'Live',
  paused: 'Paused',
  away: 'Reconnecting …',
  ended: 'Stopped',
  none: {
    title: 'Nothing has happened yet',
    text: 'Press GRANT or open your spaces, and watch every step of it here.',
    action: 'Open the app',
  },
  noneFound: 'No flow matches.',
  crumb: 'All flows',
  diagramName: 'The flow as a picture',
  diagram: 'The list below says the same; each row leads to its step.',
  list: 'Step by step',
  stepsTitle: (first: string, second: string) => `${first} to ${second}`,
  self: (party: string) => `${party}, by itself`,
  answer: (name: StepName) => answers[name] ?? 'The app answers',
  refused: 'The app says what went wrong',
  shortAnswer: (name: StepName) => shortAnswers[name] ?? 'answer',
  shortRefusal: 'what went wrong',
  emulatorSays: (user: string | undefined, summary: string) =>
    `Emulator: ${[user, summary].filter(Boolean).join(', ')}`,
  omitted: (steps: number) => `${count(steps, 'more step was', 'more steps were')} not kept.`,
  facts: { began: 'Began', took: 'Took', page: 'Caused by', grant: 'Connection', code: 'Ended with' },
  details: 'Request, answer and why',
  request: 'Request',
  response: 'Answer',
  noParts: 'Nothing in it matters here.',
  emulatorView: 'As the emulator saw it',
  emulator: {
    status: 'Answered',
    took: 'Took',
    trackingId: 'Tracking ID',
    user: 'Person',
    fault: 'Fault',
    summary: 'What came of it',
  },
  marks: {
    state: 'state',
    code: 'code',
    accessToken: 'access token',
    refreshToken: 'refresh token',
    newRefreshToken: 'new refresh token',
  } as Readonly<Record<string, string>>,
  namesOnly: 'Names of fields only: what people wrote is never kept.',
  ownPart: 'No part of OAuth: the page or the call has it for itself, and its value is not kept.',
  columnsOfParts: { name: 'Name', value: 'Value', why: 'Why this parameter?' },
  curl: 'As curl',
  curlNote: 'Secrets are placeholders: set them in your shell first.',
  items: (items: number) => count(items, 'item', 'items'),
  bytes: (bytes: number) => (bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} KB`),
  leadsTo: 'See the renewal',
  waited: (span: string) => `Waited ${span}`,
  related: 'The same connection',
  thisOne: 'this flow',
  har: 'Export HAR',
  /** One line of the live view. */
  line: (title: string, step: string, outcome: string) => `${title}. ${step} (${outcome})`,
}
