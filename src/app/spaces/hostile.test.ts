import { describe, expect, it } from 'vitest'
import { type Grant, type Grantkeeper, GrantkeeperError, nodeEnvironment, type Room } from '../../index.ts'
import { createApp } from '../index.ts'

const ORIGIN = 'http://localhost:10060'

/** Texts of other people, as one meets them or as somebody means harm. */
const corpus = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '"><svg/onload=alert(1)>',
  "' onmouseover='alert(1)",
  '</textarea></title></style></bdi></pre><b>out</b>',
  '<!-- --><base href="https://evil.example/">',
  'javascript:alert(1)',
  'https://evil.example/"onclick="alert(1)',
  '\u202eevil\u202c \u2066x',
  '\u200b\u200d\ufeff\u2060',
  '\u001b[31mred\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007\u009b2J',
  'nul\u0000 and \ud800 alone',
  '&lt;b&gt; &#60; &amp;',
  'x'.repeat(10_000),
  'ﷺ'.repeat(3_000),
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A'.repeat(50),
  '{{constructor.constructor("alert(1)")()}}',
  '=HYPERLINK("https://evil.example")',
]

const grant = {
  id: 'g1',
  connectedAt: 1,
  person: { id: 'p1', displayName: 'Ada', email: 'ada@example.com', orgId: null },
  scopesAsked: [],
  scopesGranted: ['spark:all'],
  status: 'healthy',
} as unknown as Grant

function listOf<T>(items: T[]) {
  return {
    async *pages() {
      yield { items }
    },
    async *take(count: number) {
      yield* items.slice(0, count)
    },
    toArray: async ({ limit = items.length } = {}) => items.slice(0, limit),
  }
}

/** A Webex where one text stands wherever other people's text may stand. */
function createHostileApp(text: string, error?: GrantkeeperError) {
  const room = {
    id: 'room1',
    title: text,
    description: text,
    type: text,
    teamId: text,
    creatorId: 'p2',
  } as unknown as Room
  const member = { id: 'm', roomId: 'room1', personId: 'p3', personDisplayName: text, personEmail: text }
  const message = { id: 'x', roomId: 'room1', personId: 'p3', personEmail: text, text, files: [text], parentId: text }
  const meeting = { roomId: 'room1', meetingLink: text, sipAddress: text, meetingNumber: text, callInTollNumber: text }
  const webex = {
    rooms: {
      list: () => listOf([room, { ...room, id: 'room2', errors: { [text]: { code: text, reason: text } } }]),
      get: async () => ({ ...room, errors: { [text]: { code: text, reason: text } } }),
      meetingInfo: async () => meeting,
    },
    teams: { list: () => listOf([{ id: text, name: text }]) },
    people: { get: async () => ({ id: 'p2', displayName: text }) },
    memberships: { list: () => listOf([member, { ...member, personId: 'p4', isModerator: true }]) },
    messages: {
      list: () => listOf([message, { ...message, text: undefined, markdown: text }, { ...message, personId: 'p9' }]),
      create: async () => {
        throw error ?? new GrantkeeperError('WX-API-REQUEST')
      },
    },
  }
  const integration = {
    scopes: [],
    optionalScopes: [],
    apiUrl: 'https://webexapis.com/v1',
    authorizeUrl: 'https://a.b/',
  }
  const keeper = { origin: ORIGIN, port: 10060, callbackPath: '/oauth', integration, on: () => () => undefined }
  const asked = { handle: async () => undefined, grantOf: async () => grant, webex: async () => webex }
  return createApp({ keeper: { ...keeper, ...asked } as unknown as Grantkeeper, environment: nodeEnvironment() })
}

async function read(text: string, path: string, init: RequestInit = {}): Promise<string> {
  const response = await createHostileApp(text).fetch(new Request(ORIGIN + path, init))
  return response.text()
}

const pages = ['/spaces', '/spaces?q=x', '/spaces?team=any&sort=title', '/spaces/room1?meeting=1']

/** The tags of a page with their attributes, as a browser reads them, since every text in it is escaped. */
function tagsOf(page: string): string[] {
  return [...page.matchAll(/<([a-z][^\s>]*)((?:[^>"]|"[^"]*")*)>/g)].map(([tag]) => tag)
}

describe.each(corpus.map((text) => [JSON.stringify(text).slice(0, 40), text]))('the text %s', (_name, text) => {
  it.each(pages)('makes no markup of its own on %s', async (path) => {
    const harmless = tagsOf(await read('harmless x', path)).map((tag) => /^<\S+/.exec(tag)?.[0])
    const tags = tagsOf(await read(text, path))
    const known = new Set([...harmless, '<em>', '<a', '</em>'])
    expect(tags.map((tag) => /^<\S+/.exec(tag)?.[0]).filter((tag) => !known.has(tag))).toEqual([])
    expect(tags.filter((tag) => / on[a-z]+=|style=|srcdoc=/i.test(tag.replace(/"[^"]*"/g, '""')))).toEqual([])
    const links = tags.flatMap((tag) => /(?:href|src|action)="([^"]*)"/.exec(tag)?.[1] ?? [])
    expect(links.filter((link) => !/^(\/(?!\/)|#|https:\/\/(web\.webex\.com|evil\.example)\/)/.test(link))).toEqual([])
  })

  it.each(pages)('turns nothing around it and tells a terminal nothing on %s', async (path) => {
    const page = await read(text, path)
    const outside = page.replace(/<bdi>.*?<\/bdi>/gs, '').replace(/<(div|span) class="said"[^>]*>.*?<\/\1>/gs, '')
    const plain = outside.replace(/<dd dir="auto">.*?<\/dd>/gs, '')
    expect(plain).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would obey them
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
  })

  it('leaves every link with something to press, and the list short', async () => {
    const page = await read(text, '/spaces')
    const links = [...page.matchAll(/<a [^>]*>(.*?)<\/a>/gs)].map(([, inner = '']) => inner.replace(/<[^>]+>/g, ''))
    expect(links.filter((words) => /^[\s\p{C}\p{DI}]*$/u.test(words))).toEqual([])
    expect(page.length).toBeLessThan(40_000)
  })

  it('comes back into its form as it was typed', async () => {
    const body = new URLSearchParams({ text: `typed ${text.slice(0, 2_000)}` })
    const headers = { 'sec-fetch-site': 'same-origin', origin: ORIGIN }
    const page = await read(text, '/spaces/room1/messages', { method: 'POST', body, headers })
    const [, typed = ''] = /<textarea [^>]*>\n(.*?)<\/textarea>/s.exec(page) ?? []
    const unescaped = typed.replace(/&(lt|gt|quot|#39|amp);/g, (_all, name: string) => ENTITIES[name] ?? '')
    expect(unescaped.replace(/[\ufffd\p{Cc}]/gu, '')).toBe((body.get('text') ?? '').replace(/[\ufffd\p{Cc}]/gu, ''))
  })
})

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' }
