/** The floor: node:http alone, doing the same exchanges and answering the same bytes, with nothing kept and nothing checked. */
import { Agent, createServer, request as httpRequest } from 'node:http'
import { announce } from './announce.js'

const upstream = process.env.UPSTREAM ?? ''
const agent = new Agent({ keepAlive: true, maxSockets: 64 })
const sealed = 's'.repeat(110)
const setFlow = `__Host-gk-flow-abcdefgh=${sealed}; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Lax`
const setSession = `__Host-gk=${'i'.repeat(32)}; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Lax`
const authorize = `${upstream}/v1/authorize?client_id=C${'a1'.repeat(32)}&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A10060%2Foauth&scope=spark%3Arooms_read%20spark%3Apeople_read&state=abcdefghijklmnopqrstuv&code_challenge=${'c'.repeat(43)}&code_challenge_method=S256`
const quiet = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }

function ask(method, path, body) {
  return new Promise((resolve, reject) => {
    const call = httpRequest(upstream + path, {
      method,
      agent,
      headers: { authorization: `Bearer ${'t'.repeat(100)}` },
    })
    call.on('error', reject).on('response', (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve(text))
    })
    call.end(body)
  })
}

const answers = {
  '/connect': (response) => response.writeHead(303, { ...quiet, location: authorize, 'set-cookie': setFlow }).end(),
  async '/oauth'(response) {
    await ask('POST', '/v1/access_token', `grant_type=authorization_code&code=${'c'.repeat(64)}`)
    JSON.parse(await ask('GET', '/v1/people/me'))
    response.writeHead(303, { ...quiet, location: '/', 'set-cookie': [setFlow, setSession] }).end()
  },
  '/page': (response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('Ada'),
  async '/spaces'(response) {
    const { items } = JSON.parse(await ask('GET', '/v1/rooms?max=100'))
    const titles = JSON.stringify(items.map(({ title }) => title))
    response.writeHead(200, { 'content-type': 'application/json' }).end(titles)
  },
}

announce(
  createServer((request, response) => {
    const answer = answers[(request.url ?? '').split('?')[0] ?? '']
    request.resume()
    if (answer) answer(response)
    else response.writeHead(404).end()
  }),
)
