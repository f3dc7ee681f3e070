import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { fastifyRoutes } from '../../src/adapters/fastify.ts'

const ORIGIN = 'http://localhost:10060'

describe('the plugin for fastify', () => {
  const keeper = {
    origin: ORIGIN,
    paths: { connect: '/auth/connect', callback: '/auth/oauth', disconnect: '/auth', status: '/status' },
    renderError: () => new Response(),
    handle: async ({ url }: Request) => new Response(`ours: ${new URL(url).pathname}`),
  }

  it.each([
    ['at the top', '', ['/auth/connect', '/auth/oauth', '/auth', '/status']],
    ["in a plugin of the app's own", '', ['/auth/connect', '/auth/oauth', '/auth', '/status']],
    ['below a prefix', '/auth', ['/auth/connect', '/auth/oauth', '/auth']],
    ['below the beginning of a name', '/aut', []],
  ])('answers %s, where the app has a path for all the rest', async (where, prefix, answered) => {
    const app = Fastify()
    app.all('/*', async () => 'the app')
    if (where === 'at the top') await app.register(fastifyRoutes, { keeper })
    else await app.register(async (scope) => void (await scope.register(fastifyRoutes, { keeper })), { prefix })
    for (const path of Object.values(keeper.paths)) {
      const { body } = await app.inject({ method: 'POST', url: path })
      expect(body).toBe(answered.includes(path) ? `ours: ${path}` : 'the app')
    }
    await app.close()
  })
})
