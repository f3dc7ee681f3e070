import express from 'express'
import session from 'express-session'
import grant from 'grant'
import { expect, it } from 'vitest'
import { createBrowser, serve, startWebex } from './webex.js'

function createApp({ url, clientId, clientSecret, origin }) {
  return express()
    .use(session({ secret: 'interop', resave: false, saveUninitialized: true }))
    .use(
      grant.express({
        defaults: { origin, transport: 'state', state: true, pkce: true, response: ['tokens', 'raw'] },
        webex: {
          authorize_url: `${url}/v1/authorize`,
          access_url: `${url}/v1/access_token`,
          oauth: 2,
          scope_delimiter: ' ',
          key: clientId,
          secret: clientSecret,
          scope: ['spark:people_read'],
        },
      }),
    )
    .use((_request, response) => response.json(response.locals.grant.response))
}

it('grant signs somebody in with a provider it does not know', async () => {
  let webex
  const origin = await serve(async (own) => {
    webex = await startWebex({ redirectUri: `${own}/connect/webex/callback` })
    return createApp({ url: webex.url, ...webex.app, origin: own })
  })
  const browser = createBrowser()
  const left = await browser.open(`${origin}/connect/webex`)
  const back = await webex.emulator.signIn(left.headers.get('location'), 'ada')
  const answer = await (await browser.open(back)).json()
  expect(answer).toMatchObject({ access_token: expect.any(String), refresh_token: expect.any(String) })
  expect(answer.raw.token_type).toBe('Bearer')
})
