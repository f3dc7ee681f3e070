import { describe, expect, it } from 'vitest'
import { requireOwnPage } from './same-origin.ts'

const ORIGIN = 'http://localhost:10060'

const sites = [undefined, 'none', 'same-site', 'cross-site', 'same-origin']
const origins = [undefined, 'null', 'http://evil.example', 'http://localhost:10061', ORIGIN]
const matrix = sites.flatMap((site) => origins.map((origin) => ({ site, origin })))

describe('an action', () => {
  it.each(matrix)('from Sec-Fetch-Site $site and Origin $origin passes only when it is ours', ({ site, origin }) => {
    const headers = new Headers()
    if (site) headers.set('sec-fetch-site', site)
    if (origin) headers.set('origin', origin)
    const request = new Request(`${ORIGIN}/connect`, { method: 'POST', headers })
    const ours = site === 'same-origin' || (site === undefined && origin === ORIGIN)
    if (ours) expect(() => requireOwnPage(request, ORIGIN)).not.toThrow()
    else expect(() => requireOwnPage(request, ORIGIN)).toThrow(expect.objectContaining({ code: 'WX-CROSS-SITE' }))
  })
})
