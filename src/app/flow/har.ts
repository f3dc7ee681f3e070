/** Flows as an HTTP archive, for the tools that read them. @see http://www.softwareishard.com/blog/har-12-spec/ */
import type { Field, Flow, Message, Step } from './flow.ts'

interface NameAndValue {
  name: string
  value: string
}

/** HAR 1.2. Secrets are fingerprints, cookies stand among the headers, and bodies are left out. */
export function writeHar(flows: readonly Flow[], titleOf: (flow: Flow) => string) {
  const oldestFirst = [...flows].reverse()
  return {
    log: {
      version: '1.2',
      creator: { name: 'grantkeeper', version: '1', comment: 'Secrets are fingerprints: sha256 and 8 digits.' },
      pages: oldestFirst.map((flow) => writePage(flow, titleOf(flow))),
      entries: oldestFirst.flatMap((flow) => flow.steps.filter(isExchange).map((step) => writeEntry(flow, step))),
    },
  }
}

function isExchange({ method, url }: Step): boolean {
  return method !== undefined && url !== undefined
}

function writePage({ id, beganAt, tookMs }: Flow, title: string) {
  return {
    startedDateTime: new Date(beganAt).toISOString(),
    id: `flow-${id}`,
    title,
    pageTimings: { onContentLoad: -1, onLoad: tookMs },
  }
}

function writeEntry(flow: Flow, step: Step) {
  const { at, tookMs = 0, from, to, name, trackingId, failure } = step
  const comment = [`${from} to ${to}: ${name}`, failure, trackingId].filter(Boolean).join(', ')
  return {
    pageref: `flow-${flow.id}`,
    startedDateTime: new Date(at).toISOString(),
    time: tookMs,
    request: writeRequest(step),
    response: writeResponse(step),
    cache: {},
    timings: { send: 0, wait: tookMs, receive: 0 },
    comment,
  }
}

function writeRequest({ method = '', url = '', request }: Step) {
  return {
    method,
    url: encodeURI(/^https?:/.test(url) ? url : `http://webex.invalid${url}`),
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: writeHeaders(request),
    queryString: (request?.fields ?? []).map(nameAndValue),
    ...(request?.form && {
      postData: { mimeType: 'application/x-www-form-urlencoded', params: request.form.map(nameAndValue), text: '' },
    }),
    headersSize: -1,
    bodySize: -1,
  }
}

function writeResponse({ status = 0, response }: Step) {
  return {
    status,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: writeHeaders(response),
    content: {
      size: response?.bytes ?? 0,
      mimeType: response?.headers.find(({ name }) => name === 'content-type')?.value ?? 'x-unknown',
    },
    redirectURL: response?.headers.find(({ name }) => name === 'location')?.value ?? '',
    headersSize: -1,
    bodySize: response?.bytes ?? -1,
  }
}

function writeHeaders(message: Message | undefined): NameAndValue[] {
  return (message?.headers ?? []).map(nameAndValue)
}

function nameAndValue({ name, value }: Field): NameAndValue {
  return { name, value }
}
