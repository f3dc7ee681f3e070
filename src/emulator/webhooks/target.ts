import { maskQuery, maskSecrets } from '../server/masking.ts'

/** Whether the address can only lead to this computer. */
export function isLoopback(targetUrl: string): boolean {
  const { hostname } = new URL(targetUrl)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

/** Whether a webhook can have this address: absolute, http or https, without credentials. */
export function isTarget(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return !!url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}

/** The address as people may look at it: values of its query are often secrets. */
export function showTarget(targetUrl: string): string {
  const { origin, pathname, search } = new URL(targetUrl)
  const query = search && `?${maskQuery(search)}`
  return origin + maskSecrets(pathname) + query
}
