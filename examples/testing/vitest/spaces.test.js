import { expect } from 'vitest'
import { test } from './webex.js'

test('shows the spaces of whoever pressed GRANT', async ({ open, connect }) => {
  expect((await open('/spaces')).status).toBe(401)
  const ada = await connect('ada')
  const page = await open('/spaces', ada)
  expect((await page.text()).split('<li>')).toHaveLength(1 + 20)
})

test('renews a token that Webex has ended, once for twenty callers', async ({ webex, open, connect }) => {
  const ada = await connect('ada')
  webex.expireAll()
  const pages = await Promise.all(Array.from({ length: 20 }, () => open('/spaces', ada)))
  expect(pages.map(({ status }) => status)).toEqual(Array(20).fill(200))
  expect(webex.journal.entries().filter(({ grantType }) => grantType === 'refresh_token')).toHaveLength(1)
  expect(webex.overlap()).toBe(1)
})

test('asks to connect again when an administrator has ended the grant', async ({ webex, open, connect }) => {
  const ada = await connect('ada')
  webex.revokeOutside('ada')
  const answer = await open('/spaces', ada)
  expect([answer.status, (await answer.json()).code]).toEqual([401, 'WX-RECONNECT'])
})

test('says how long to wait when Webex is asked too often', async ({ webex, open, connect }) => {
  const ada = await connect('ada')
  webex.faults.add({ on: 'GET /v1/rooms', status: 429, headers: { 'retry-after': '3600' }, times: 1 })
  const answer = await open('/spaces', ada)
  expect([answer.status, (await answer.json()).code]).toEqual([429, 'WX-API-RATE-LIMITED'])
  webex.clock.advance(3_600_000)
  expect((await open('/spaces', ada)).status).toBe(200)
})

test('forgets a browser that was not seen for a week', async ({ webex, open, connect }) => {
  const ada = await connect('ada')
  webex.clock.advance(8 * 86_400_000)
  expect((await open('/spaces', ada)).status).toBe(401)
})
