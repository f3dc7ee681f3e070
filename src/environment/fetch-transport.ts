import { type Answer, createAnswer, type Transport, transportError } from './transport.ts'

/**
 * Makes a transport of any `fetch`: the global one, one that goes through a proxy, or a test's own without sockets. It asks
 * for an unpacked answer, because a `fetch` asks for a packed one unless it is told what to ask for.
 * @example
 * createGrantkeeper({ ...options, environment: { transport: fetchTransport(fetch) } })
 */
export function fetchTransport(anyFetch: (request: Request) => Response | Promise<Response>): Transport {
  return async ({ method, url, headers, body, content, signal, maxBytes, streamed }) => {
    const asked = { 'accept-encoding': 'identity', ...headers }
    const request = new Request(url, { method, headers: asked, body: content ?? body, signal, redirect: 'manual' })
    const answer = createAnswer(maxBytes)
    try {
      const response = await anyFetch(request)
      await beginAnswer(answer, response)
      if (streamed && response.ok) return { ...answer.finish(), stream: response.body ?? new Blob([]).stream() }
      for await (const chunk of response.body ?? []) answer.add(chunk)
    } catch (cause) {
      throw transportError(reasonOf(cause), signal)
    }
    return answer.finish()
  }
}

/** What is refused by its head holds no connection. */
async function beginAnswer(answer: Answer, response: Response): Promise<void> {
  try {
    answer.begin(response.status, Object.fromEntries(response.headers))
  } catch (cause) {
    await response.body?.cancel()
    throw cause
  }
}

/** A `fetch` fails with a TypeError whose cause says why. */
function reasonOf(failure: unknown): unknown {
  return failure instanceof TypeError && failure.cause !== undefined ? failure.cause : failure
}
