/** A stand-in for Webex that costs next to nothing, so that what is measured is the server under test. */
import { createServer } from 'node:http'
import { announce } from './announce.js'

const json = { 'content-type': 'application/json;charset=UTF-8' }
const hex = (length) => 'a1'.repeat(length / 2)
let asked = 0
/** Somebody new each time: as at a real door, no two sign-ins write the same row. */
const person = () => JSON.stringify({ id: `person-${++asked}`, displayName: 'Ada', emails: ['ada@example.com'] })
const rooms = JSON.stringify({
  items: Array.from({ length: 100 }, (_, n) => ({ id: `room-${n}`, title: `Space number ${n}`, type: 'group' })),
})
const tokens = JSON.stringify({
  access_token: `${hex(64)}_PF84_${hex(36)}`,
  expires_in: 1209599,
  refresh_token: `${hex(64)}_PF84_${hex(36)}`,
  refresh_token_expires_in: 7775999,
  token_type: 'Bearer',
  scope: 'spark:rooms_read spark:people_read',
})

const answers = {
  '/v1/access_token': () => tokens,
  '/v1/people/me': person,
  '/v1/rooms': () => rooms,
}

const server = createServer((request, response) => {
  const answer = answers[(request.url ?? '').split('?')[0] ?? '']
  request.resume().on('end', () => response.writeHead(answer ? 200 : 404, json).end(answer?.()))
})
announce(server)
