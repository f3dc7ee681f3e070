/** The library in a small host: sessions, sealed tokens and SQLite on disk, as an app would use it. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { createGrantkeeper } from '../dist/index.js'
import { sqliteStore } from '../dist/stores/sqlite.js'
import { announce } from './announce.js'

const origin = 'http://localhost:10060'
const keeper = createGrantkeeper({
  clientId: `C${'a1'.repeat(32)}`,
  clientSecret: 'b2'.repeat(32),
  redirectUri: `${origin}/oauth`,
  scopes: 'spark:rooms_read spark:people_read',
  baseUrl: `${process.env.UPSTREAM}/v1`,
  store: sqliteStore({ file: join(mkdtempSync(join(tmpdir(), 'grantkeeper-bench-')), 'grants.db') }),
  keys: ['07Bm1zJpTmmurx7wZBXln8f/kzdEhuG4CFencjq28LE='],
})

const pages = {
  async '/page'(request) {
    const grant = await keeper.grantOf(request)
    return grant ? new Response(grant.person?.displayName) : new Response('', { status: 401 })
  },
  async '/spaces'(request) {
    const webex = await keeper.webex(request)
    const rooms = await webex.rooms.list({ max: 100 }).toArray({ limit: 100 })
    return Response.json(rooms.map(({ title }) => title))
  },
}

async function answer(request) {
  const page = pages[request.url.slice(origin.length)]
  if (page) return page(request)
  return (await keeper.handle(request)) ?? new Response('', { status: 404 })
}

announce(createAdaptorServer({ fetch: answer }))
