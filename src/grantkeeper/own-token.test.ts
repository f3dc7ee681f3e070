import { describe, expect, it } from 'vitest'
import { fetchTransport } from '../environment.ts'
import { Secret } from '../secret.ts'
import { createWebexClient, type OwnTokenOptions } from './own-token.ts'

const bot = { id: 'bot', displayName: 'Bot' }

/** A client of a Webex that answers everything with the bot, and the tokens it was sent. */
function createBot(accessToken: OwnTokenOptions['accessToken'], more: Partial<OwnTokenOptions> = {}) {
  const seen: string[] = []
  const transport = fetchTransport((request) => {
    seen.push(`${request.url} ${request.headers.get('authorization')}`)
    return Response.json(bot)
  })
  const client = createWebexClient({
    accessToken,
    baseUrl: 'http://127.0.0.1:10061/v1/',
    environment: { transport },
    ...more,
  })
  return { client, seen }
}

describe('a client with a token of its own', () => {
  it.each([
    ['text', 'bot-token'],
    ['secret', new Secret('bot-token')],
    ['function', async () => new Secret('bot-token')],
    ['function of a text', () => 'bot-token'],
  ])('takes it as a %s', async (_what, accessToken) => {
    const { client, seen } = createBot(accessToken)
    expect((await client.people.me()).displayName).toBe('Bot')
    expect(seen).toEqual(['http://127.0.0.1:10061/v1/people/me Bearer bot-token'])
  })

  it('asks a function anew for each call', async () => {
    let asked = 0
    const { client, seen } = createBot(() => `token-${++asked}`)
    await client.people.me()
    await client.people.me()
    expect(seen.map((line) => line.split(' ').at(-1))).toEqual(['token-1', 'token-2'])
  })

  it.each([
    ['no token', '', {}, 'WX-CONFIG-MISSING'],
    ['a token with a line break', 'bot\ntoken', {}, 'WX-CONFIG-INVALID'],
    ['an address without encryption', 'bot-token', { baseUrl: 'http://webex.example/v1' }, 'WX-CONFIG-INSECURE'],
  ])('refuses %s at once, without repeating it', (_what, token, more, code) => {
    const made = () => createBot(token, more)
    expect(made).toThrow(expect.objectContaining({ code }))
    expect(made).not.toThrow(/bot.token|webex\.example/)
  })

  it('refuses a function’s bad token at the call', async () => {
    const { client, seen } = createBot(() => 'two words')
    await expect(client.people.me()).rejects.toThrow(expect.objectContaining({ code: 'WX-CONFIG-INVALID' }))
    expect(seen).toEqual([])
  })
})
