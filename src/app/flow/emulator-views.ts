import type { Flow, Step, StepName, WebexView } from './flow.ts'
import type { Flows } from './flows.ts'
import { maskMethod, maskPath } from './masking.ts'
import type { RequestMarks } from './read-request.ts'

/** One request as the emulator's journal tells of it, with every secret masked. */
export interface EmulatorEntry {
  at: number
  tookMs: number
  method: string
  path: string
  status: number
  trackingId: string
  marks?: { state?: string; code?: string; accessToken?: string; refreshToken?: string; newRefreshToken?: string }
  user?: string
  fault?: string
  summary: string
}

/** The emulator's own view of a step, brought together with ours. */
export interface EmulatorViews {
  /** Takes an entry of its journal. */
  see(entry: EmulatorEntry): void
  /** Gives a step that has ended its view; one that is not there yet comes to it later. */
  attach(flow: Flow, step: Step, marks: RequestMarks): void
}

const MOST_WAITING = 100

export function createEmulatorViews(flows: Flows): EmulatorViews {
  /** Entries whose step has not ended, and steps whose entry has not come; the oldest give way. */
  let entries: EmulatorEntry[] = []
  let steps: { flow: Flow; step: Step }[] = []
  return {
    see(entry) {
      if (isOfBrowser(entry)) return seeBrowser(flows, entry)
      const waiting = steps.find(({ step }) => step.trackingId === entry.trackingId)
      if (!waiting) {
        entries = [...entries.slice(-MOST_WAITING), entry]
        return
      }
      steps = steps.filter((one) => one !== waiting)
      waiting.step.webex = viewOf(entry)
      flows.touch(waiting.flow, waiting.step)
    },
    attach(flow, step, marks) {
      const entry =
        entries.find((one) => one.trackingId === step.trackingId) ?? entries.find((one) => isOf(one, step, marks))
      if (entry) {
        entries = entries.filter((one) => one !== entry)
        step.webex = viewOf(entry)
      } else if (step.trackingId) steps = [...steps.slice(-MOST_WAITING), { flow, step }]
    },
  }
}

/** Without an answer there is no tracking id: then the secret that was sent tells which it was. */
function isOf(entry: EmulatorEntry, step: Step, sent: RequestMarks): boolean {
  if (step.trackingId || !step.url?.endsWith(entry.path)) return false
  const { code, refreshToken } = entry.marks ?? {}
  if (sent.code) return code === sent.code
  const token = sent.refreshToken ?? sent.revoked
  return token !== undefined && refreshToken === token
}

/** Signing in and consent, which only Webex sees. */
function isOfBrowser({ path }: EmulatorEntry): boolean {
  return /^\/sign-in\/|\/authorize$/.test(path) && !path.endsWith('/device/authorize')
}

function seeBrowser(flows: Flows, entry: EmulatorEntry): void {
  const flow = flows.findByMark('state', entry.marks?.state)
  if (!flow) return
  flows.mark('code', entry.marks?.code, flow)
  const { at, tookMs, status, method } = entry
  const name = nameOf(entry)
  const seen = { method: maskMethod(method), url: maskPath(entry.path), status, tookMs, at, webex: viewOf(entry) }
  flows.add(flow, { name, from: 'browser', to: 'webex', ...seen, ...(name === 'authorize' && sentBy(flow)) })
}

/** The browser asks for consent with what the app gave it, and nothing else. */
function sentBy({ steps }: Flow): Pick<Step, 'url' | 'request'> | undefined {
  const answer = steps.findLast((step) => step.name === 'connect')?.response
  const location = answer?.headers.find((header) => header.name === 'location')?.value
  if (!answer || !location) return undefined
  return { url: location.replace(/\?.*/s, ''), request: { headers: [], fields: answer.fields } }
}

function nameOf({ path, method }: EmulatorEntry): StepName {
  if (!path.startsWith('/sign-in/')) return 'authorize'
  return method === 'POST' ? 'at-webex' : 'webex-page'
}

function viewOf({ status, tookMs, trackingId, summary, user, fault, marks = {} }: EmulatorEntry): WebexView {
  return {
    status,
    tookMs,
    trackingId,
    summary,
    ...(user !== undefined && { user }),
    ...(fault !== undefined && { fault }),
    marks,
  }
}
