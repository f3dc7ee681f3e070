import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServingWorld, type Serving, type ServingWorld } from './serving.ts'

const GRANTKEEPER_OPERATOR_TOKEN = 'token-of-the-operator-of-this-test'

let world: ServingWorld
let serving: Serving

beforeAll(async () => {
  world = await createServingWorld()
  const args = ['--inspector', '--operator-token-only']
  serving = await world.start({ args, env: { GRANTKEEPER_OPERATOR_TOKEN } })
})

afterAll(() => world?.end())

async function statusOf(path: string, headers: Record<string, string> = {}): Promise<number> {
  const answer = await request(serving.url + path, {
    headers: { host: 'localhost:10060', accept: 'text/html', ...headers },
  })
  await answer.body.dump()
  return answer.statusCode
}

describe('serve --inspector --operator-token-only', () => {
  it('opens the operator’s pages by the token only, on this computer too', async () => {
    const headers = { authorization: `Bearer ${GRANTKEEPER_OPERATOR_TOKEN}` }
    for (const path of ['/overview', '/connections', '/settings', '/flow']) {
      expect([path, await statusOf(path)]).toEqual([path, 401])
      expect([path, await statusOf(path, headers)]).toEqual([path, 200])
    }
  })

  it('says where they are', () => {
    const { operator, inspector } = serving.server.ready
    expect([operator, inspector]).toEqual(['http://localhost:10060/overview', 'http://localhost:10060/flow'])
  })
})
