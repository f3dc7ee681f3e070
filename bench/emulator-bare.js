/** The floor: routes of Hono that answer the same bytes and look at nothing. `ANSWERS` names the file they are in. */
import { readFileSync } from 'node:fs'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { announce } from './announce.js'

const app = new Hono()
for (const { method, path, headers, body } of JSON.parse(readFileSync(process.env.ANSWERS ?? '', 'utf8'))) {
  app.on(method, path.split('?')[0], (c) => c.body(body, 200, headers))
}
announce(createAdaptorServer({ fetch: app.fetch }))
