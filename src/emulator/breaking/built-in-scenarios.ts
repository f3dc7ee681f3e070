import type { Scenario, Step } from './scenario.ts'

const DAY_MS = 86_400_000
const REFRESH = 'POST /v1/access_token'
const ROOMS = 'GET /v1/rooms'

const down = (on: string): Step => ({
  fault: { on, status: 503, headers: { 'retry-after': '120' }, lastsMs: DAY_MS },
})

/** Trouble that comes with the emulator; each could as well be a file of somebody's own. */
export const builtInScenarios: readonly Scenario[] = [
  {
    name: 'token endpoint down for a day',
    description: 'Every token request is answered 503 for a day of the emulator’s clock; the API goes on.',
    steps: [down(REFRESH), down('POST /idb/oauth2/v1/access_token')],
  },
  {
    name: 'admin revokes everyone',
    description: 'All grants end at once, as when an administrator deletes the authorizations.',
    steps: [{ revoke: {} }],
  },
  {
    name: 'lost answer after rotation',
    description: 'Refresh tokens rotate and die with their use; the answer to the next refresh is lost.',
    steps: [
      { settings: { rotation: 'strict' } },
      { fault: { on: REFRESH, grantType: 'refresh_token', drop: 'after', times: 1 } },
    ],
  },
  {
    name: 'rate limited',
    description: 'Each user may send 30 API requests a minute, and every tenth list of spaces is refused for an hour.',
    steps: [
      { rateLimit: { perMinute: 30 } },
      { fault: { on: ROOMS, every: 10, status: 429, headers: { 'retry-after': '3600' }, body: '<html></html>' } },
    ],
  },
  {
    name: 'slow Webex',
    description: 'Token requests take 2 to 8 seconds, lists of spaces trickle in, and every other call is late.',
    steps: [
      { fault: { on: REFRESH, delayMs: [2000, 8000] } },
      { fault: { on: ROOMS, delayMs: [500, 1500], drip: { bytes: 2048, everyMs: 50 } } },
      { fault: { on: '* /v1/*', delayMs: [300, 3000] } },
    ],
  },
  {
    name: 'hostile provider',
    description: 'Lists of spaces lead to another origin, round in a circle, or to bodies that are bombs or no JSON.',
    steps: [
      { fault: { on: ROOMS, every: 7, spoil: 'bomb' } },
      { fault: { on: ROOMS, every: 6, spoil: 'enormous' } },
      {
        fault: {
          on: ROOMS,
          every: 5,
          status: 302,
          headers: { location: 'https://webexapis.example.invalid/v1/rooms' },
        },
      },
      { fault: { on: ROOMS, every: 4, spoil: 'garbage' } },
      { fault: { on: ROOMS, every: 3, link: 'loop' } },
      { fault: { on: ROOMS, link: 'other-origin' } },
    ],
  },
]
