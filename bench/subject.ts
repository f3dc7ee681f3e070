/** The library in a small host: sessions, sealed tokens and SQLite on disk, as an app would use it. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { createGrantkeeper } from '../dist/index.js'
import { sqliteStore } from '../dist/stores/sqlite.js'
import { announce } from './announce.ts'

const keeper = createGrantkeeper({
  clientId: `C${'a1'.repeat(32)}`,
  clientSecret: 'b2'.repeat(32),
  redirectUri: 'http://localhost:10060/oauth',
  scopes: 'spark:rooms_read spark:people_read',
  baseUrl: `${process.env.UPSTREAM}/v1`,
  store: sqliteStore({ file: join(mkdtempSync(join(tmpdir(), 'grantkeeper-bench-')), 'grants.db') }),
  keys: ['07Bm1zJpTmmurx7wZBXln8f/kzdEhuG4CFencjq28LE='],
})

const app = new Hono()
app.get('/page', async (c) => {
  const grant = await keeper.grantOf(c.req.raw)
  return grant ? c.text(grant.person?.displayName ?? '') : c.text('', 401)
})
app.get('/spaces', async (c) => {
  const webex = await keeper.webex(c.req.raw)
  const rooms = await webex.rooms.list({ max: 100 }).toArray({ limit: 100 })
  return c.json(rooms.map(({ title }) => title))
})
app.all('*', async (c) => (await keeper.handle(c.req.raw)) ?? c.notFound())

announce(createAdaptorServer({ fetch: app.fetch }) as import('node:http').Server)
