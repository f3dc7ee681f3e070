import { describe, expect, it } from 'vitest'
import { createEmulator } from '../../index.ts'

function start() {
  const emulator = createEmulator()
  const get = (path: string, headers = {}) => emulator.fetch(new Request(`${emulator.url}${path}`, { headers }))
  /** Reads the stream until it has told of so many requests. */
  const follow = async (path: string, count: number, headers = {}) => {
    const { body } = await get(path, headers)
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while ((text.match(/^id: /gm) ?? []).length < count) text += (await reader?.read())?.value
    await reader?.cancel()
    return text
  }
  return { emulator, get, follow }
}

describe('the list of requests', () => {
  it('shows the newest first, with what the filter in its address wants', async () => {
    const { get } = start()
    for (const path of ['/v1/rooms', '/v1/nothing', '/v1/people/me']) await get(path)
    const paths = async (query: string) => {
      const text = await (await get(`/traffic${query}`)).text()
      return [...text.matchAll(/GET (\/v1\/[a-z/]+)/g)].map(([, path]) => path)
    }
    expect(await paths('')).toEqual(['/v1/people/me', '/v1/nothing', '/v1/rooms'])
    expect(await paths('?status=4xx')).toHaveLength(3)
    expect(await paths('?status=404')).toEqual(['/v1/nothing'])
    expect(await paths('?path=oo')).toEqual(['/v1/rooms'])
    expect(await paths('?method=post')).toEqual([])
    expect(await paths('?user=ada')).toEqual([])
  })

  it('marks what is not emulated, and masks every secret', async () => {
    const { emulator, get } = start()
    await get(`/v1/nothing?access_token=${'s3cret'.repeat(12)}`)
    const text = await (await get('/traffic')).text()
    expect(text).toContain('not emulated')
    expect(text).not.toContain('s3cret')
    expect(emulator.journal.entries()).toHaveLength(1)
  })

  it('lets a script of our own run on this page only', async () => {
    const { get } = start()
    const policyOf = async (path: string) => (await get(path)).headers.get('content-security-policy') ?? ''
    expect(await policyOf('/traffic')).toContain("script-src 'self'; connect-src 'self';")
    for (const path of ['/', '/tokens', '/settings']) expect(await policyOf(path)).not.toContain('script-src')
    expect((await (await get('/emulator.js')).text()).length).toBeLessThan(4096)
  })
})

describe('the stream of requests', () => {
  it('tells of each that the filter wants', async () => {
    const { get, follow } = start()
    const told = follow('/traffic/stream?path=rooms', 1)
    await get('/v1/nothing')
    await get('/v1/rooms?state="><script>')
    expect(await told).toMatch(/^retry: 2000\n\nid: 2\ndata: <li data-id="2">.*GET \/v1\/rooms.*<\/li>\n\n$/)
  })

  it('goes on where a reader was', async () => {
    const { get, follow } = start()
    for (const path of ['/v1/one', '/v1/two', '/v1/three']) await get(path)
    expect(await follow('/traffic/stream?after=1', 2)).toMatch(/two.*three/s)
    const again = await follow('/traffic/stream?after=1', 1, { 'last-event-id': '2' })
    expect(again).toContain('three')
    expect(again).not.toContain('two')
  })

  it('has twenty readers at most, and forgets those who left', async () => {
    const { get } = start()
    const open = () => Promise.all(Array.from({ length: 20 }, () => get('/traffic/stream')))
    const first = await open()
    expect((await get('/traffic/stream')).status).toBe(204)
    await Promise.all(first.map(({ body }) => body?.cancel()))
    expect((await open()).map(({ status }) => status)).toEqual(Array(20).fill(200))
  })

  it('lets go of a reader who does not keep up', async () => {
    const { emulator, get } = start()
    const { body } = await get('/traffic/stream')
    for (let count = 0; count < 210; count++) await get('/v1/nothing')
    const text = await new Response(body).text()
    expect((text.match(/^id: /gm) ?? []).length).toBeLessThan(210)
    expect(emulator.journal.entries()).toHaveLength(210)
  })

  it('ends when the emulator closes', async () => {
    const { emulator } = start()
    const listening = await emulator.listen({ port: 0 })
    const { body } = await fetch(`${listening.url}/traffic/stream`)
    await listening.close()
    await expect(new Response(body).text()).rejects.toThrow()
  })
})
