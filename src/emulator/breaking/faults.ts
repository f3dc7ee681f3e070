/** One way to misbehave. */
export interface Fault {
  /** Method and path, like `GET /v1/rooms`; a segment `:id` stands for any one. */
  on: string
  /** How many requests it hits. Default: every one until it is removed. */
  times?: number
  /** Answers with this status, the request unprocessed. */
  status?: number
  /** Headers of that answer; without `status` and `body` they are set on the true answer. */
  headers?: Record<string, string>
  /** Answers with this body, the request unprocessed; an object is sent as JSON. Status 200 unless given. */
  body?: string | object
  /** Breaks the connection `before` the request is processed, or `after`: it took effect and the answer is lost. */
  drop?: 'before' | 'after'
  /** Waits this long before anything else. */
  delayMs?: number
}

export interface Faults {
  /** Adds a fault; gives the way to remove it. Faults for the same path are used up in the order they were added. */
  add(fault: Fault): () => void
  clear(): void
  /** Uses up one hit of the first fault for this request. */
  take(method: string, path: string): Fault | undefined
}

export function createFaults(): Faults {
  const faults = new Map<Fault, number>()
  return {
    add(fault) {
      const own = checkFault(fault)
      faults.set(own, own.times ?? Number.POSITIVE_INFINITY)
      return () => void faults.delete(own)
    },
    clear: () => faults.clear(),
    take(method, path) {
      const [fault, left = 0] = [...faults].find(([{ on }]) => isHit(on, method, path)) ?? []
      if (!fault) return undefined
      if (left > 1) faults.set(fault, left - 1)
      else faults.delete(fault)
      return fault
    },
  }
}

/** Breaks the connection; in process the call of `fetch` rejects with it. */
export class DroppedConnection extends Error {
  constructor() {
    super('the emulator dropped the connection, as a fault told it to')
    this.name = 'DroppedConnection'
  }
}

/** The answer a fault gives in place of the true one; undefined when the request is to be processed. */
export function answerFault({ status, headers, body }: Fault): Response | undefined {
  if (status === undefined && body === undefined) return undefined
  const text = typeof body === 'object' ? JSON.stringify(body) : body
  const type = typeof body === 'object' ? 'application/json;charset=UTF-8' : 'text/html;charset=UTF-8'
  return new Response(text ?? null, {
    status,
    headers: { ...(text !== undefined && { 'content-type': type }), ...headers },
  })
}

function checkFault(fault: Fault): Fault {
  if (!/^[A-Z]+ \/\S*$/.test(fault.on)) throw new RangeError(`a fault is on a method and a path, not ${fault.on}`)
  if (fault.times !== undefined && !(fault.times >= 1)) throw new RangeError('a fault hits at least one time')
  if (fault.delayMs !== undefined && !(fault.delayMs >= 0)) throw new RangeError('a fault waits 0 ms or more')
  answerFault(fault)
  new Headers(fault.headers)
  return { ...fault }
}

function isHit(on: string, method: string, path: string): boolean {
  const [wantedMethod, wantedPath = ''] = on.split(' ')
  const wanted = wantedPath.split('/')
  const segments = path.split('/')
  if (wantedMethod !== method || wanted.length !== segments.length) return false
  return wanted.every((segment, index) => segment.startsWith(':') || segment === segments[index])
}
