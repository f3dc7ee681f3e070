import { type Config, openOptions } from '../config.ts'
import { createGrantkeeper, type Environment } from '../index.ts'
import { memoryStore } from '../stores/memory.ts'

/** Nobody was given it, so it opens nothing. */
const NO_CODE = 'grantkeeper-asks-whether-it-is-known'

/**
 * Whether Webex knows the integration by its id and secret: a sign-in is begun and ended here with a code that nobody gave.
 * WX-CODE-REJECTED says that it does, WX-CLIENT-REJECTED that it does not; what another code says cannot be told.
 */
export async function askWhetherKnown(config: Config, environment: Environment): Promise<string> {
  const key = Buffer.from(environment.randomBytes(32)).toString('base64')
  const options = openOptions({
    ...config,
    keys: { name: 'GRANTKEEPER_KEY', origin: 'default', reveal: () => key },
    database: { ...config.database, open: () => memoryStore(environment) },
  })
  const keeper = createGrantkeeper({ ...options, environment: { ...environment, close: async () => undefined } })
  let refusedWith: string = 'WX-INTERNAL'
  keeper.on('attempt.refused', ({ code }) => {
    refusedWith = code
  })
  try {
    const headers = { 'sec-fetch-site': 'same-origin' }
    const left = await keeper.handle(new Request(`${keeper.origin}/connect`, { method: 'POST', headers }))
    const cookie = (left?.headers.getSetCookie() ?? []).map((set) => set.split(';')[0]).join('; ')
    const state = new URL(left?.headers.get('location') ?? keeper.origin).searchParams.get('state') ?? ''
    const query = new URLSearchParams({ code: NO_CODE, state })
    await keeper.handle(new Request(`${keeper.origin}${keeper.callbackPath}?${query}`, { headers: { cookie } }))
    return refusedWith
  } finally {
    await keeper.close()
  }
}
