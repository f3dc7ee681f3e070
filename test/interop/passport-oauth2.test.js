import express from 'express'
import session from 'express-session'
import passport from 'passport'
import OAuth2Strategy from 'passport-oauth2'
import { expect, it } from 'vitest'
import { createBrowser, serve, startWebex } from './webex.js'

function createApp({ url, clientId, clientSecret, callbackURL }) {
  const strategy = new OAuth2Strategy(
    {
      authorizationURL: `${url}/v1/authorize`,
      tokenURL: `${url}/v1/access_token`,
      clientID: clientId,
      clientSecret,
      callbackURL,
      scope: ['spark:people_read', 'spark:rooms_read'],
      state: true,
      pkce: true,
    },
    (accessToken, refreshToken, { expires_in }, _profile, done) =>
      done(null, { accessToken, refreshToken, expires_in }),
  )
  const keeper = new passport.Passport().use('webex', strategy)
  keeper.serializeUser((user, done) => done(null, user))
  keeper.deserializeUser((user, done) => done(null, user))
  return express()
    .use(session({ secret: 'interop', resave: false, saveUninitialized: false }))
    .use(keeper.session())
    .get('/login', keeper.authenticate('webex'))
    .get('/callback', keeper.authenticate('webex'), (request, response) => response.json(request.user))
}

it('passport-oauth2 signs somebody in at an Express app', async () => {
  let webex
  const origin = await serve(async (own) => {
    webex = await startWebex({ redirectUri: `${own}/callback` })
    return createApp({ url: webex.url, ...webex.app, callbackURL: `${own}/callback` })
  })
  const browser = createBrowser()
  const left = await browser.open(`${origin}/login`)
  const back = await webex.emulator.signIn(left.headers.get('location'), 'ada')
  const user = await (await browser.open(back)).json()
  expect(user).toMatchObject({ refreshToken: expect.any(String), expires_in: 1_209_599 })
  const rooms = await fetch(`${webex.url}/v1/rooms?max=3`, { headers: { authorization: `Bearer ${user.accessToken}` } })
  expect((await rooms.json()).items).toHaveLength(3)
})
