import { createGrantkeeper, fetchTransport, optionsFromEnv } from 'grantkeeper'
import { ProxyAgent } from 'undici'

/** A keeper whose calls to Webex go out through a proxy, such as `http://proxy.example.com:3128`. */
export function createKeeper(proxy, env = process.env) {
  const dispatcher = new ProxyAgent(proxy)
  const transport = fetchTransport((request) => fetch(request, { dispatcher }))
  return createGrantkeeper({ ...optionsFromEnv(env), environment: { transport } })
}
