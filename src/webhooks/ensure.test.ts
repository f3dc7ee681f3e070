import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GrantkeeperError } from '../errors/index.ts'
import { type EnsuredWebhook, ensureWebhooks, type WebhooksAtWebex } from './ensure.ts'
import type { ListedWebhook } from './plan.ts'
import type { EnsureOptions, WantedWebhook } from './wanted.ts'

const options = { targetUrl: 'https://app.example/hook', secret: 's3cret' }
const messages = { resource: 'messages', event: 'created' }
const rooms = { resource: 'rooms', event: 'updated' }

/** Webex's side in memory; it refuses what would tell the same twice, as Webex does. */
function createWebex(webhooks: ListedWebhook[] = []) {
  const calls: string[] = []
  let ids = 0
  const find = (id: string) => {
    const found = webhooks.find((webhook) => webhook.id === id)
    if (!found) throw new GrantkeeperError('WX-API-NOT-FOUND', { upstreamStatus: 404 })
    return found
  }
  const webex: WebhooksAtWebex = {
    async *list() {
      calls.push('list')
      yield* structuredClone(webhooks)
    },
    async create(terms) {
      calls.push(`create ${terms.resource}`)
      if (webhooks.some((one) => one.targetUrl === terms.targetUrl && one.resource === terms.resource))
        throw new GrantkeeperError('WX-API-CONFLICT')
      const made = { ...terms, id: `w${++ids}`, status: 'active' }
      webhooks.push(made)
      return made
    },
    async update(id, change) {
      calls.push(`change ${id}`)
      Object.assign(find(id), change)
    },
    async delete(id) {
      calls.push(`remove ${id}`)
      webhooks.splice(webhooks.indexOf(find(id)), 1)
    },
  }
  const ensure = (wanted: WantedWebhook[], more: Partial<EnsureOptions> = {}) =>
    ensureWebhooks(webex, { ...options, wanted, ...more })
  return { webex, webhooks, calls, ensure }
}

const summarise = (report: EnsuredWebhook[]) =>
  report.map(({ action, resource, changed }) => [action, resource, ...changed].join(' '))

describe('webhooks', () => {
  it('that are missing are created, and left alone the next time', async () => {
    const { ensure, webhooks, calls } = createWebex()
    expect(summarise(await ensure([messages, rooms]))).toEqual(['created messages', 'created rooms'])
    expect(webhooks[0]).toMatchObject({ ...options, ...messages, name: 'grantkeeper: messages created' })
    calls.length = 0
    expect(summarise(await ensure([messages, rooms]))).toEqual(['kept messages', 'kept rooms'])
    expect(calls).toEqual(['list'])
  })

  it('that differ are set right', async () => {
    const { ensure, webhooks } = createWebex()
    await ensure([messages])
    const moved = await ensure([messages], { targetUrl: 'https://app.example/moved', secret: 'new' })
    expect(summarise(moved)).toEqual(['fixed messages targetUrl secret'])
    expect(webhooks).toMatchObject([{ targetUrl: 'https://app.example/moved', secret: 'new' }])
  })

  it('that have no secret are given one: nothing they deliver could be believed', async () => {
    const { ensure, webhooks } = createWebex()
    await ensure([messages])
    for (const webhook of webhooks) delete webhook.secret
    expect(summarise(await ensure([messages]))).toEqual(['fixed messages secret'])
  })

  it('that Webex disabled are made active', async () => {
    const { ensure, webhooks } = createWebex()
    await ensure([messages, rooms])
    for (const webhook of webhooks) webhook.status = 'inactive'
    expect(summarise(await ensure([messages, rooms], { secret: 'new' }))).toEqual([
      'fixed messages secret status',
      'fixed rooms secret status',
    ])
    for (const webhook of webhooks) webhook.status = 'inactive'
    expect(summarise(await ensure([messages], { secret: 'new' }))).toEqual(['enabled messages status', 'removed rooms'])
    expect(webhooks.map(({ status }) => status)).toEqual(['active'])
  })

  it('that are no longer wanted are removed, and only ours', async () => {
    const others = ['mine', 'grantkeeper', 'grantkeeper2: rooms updated', undefined]
    const { ensure, webhooks } = createWebex(others.map((name, index) => ({ id: `o${index}`, name })))
    await ensure([messages])
    expect(summarise(await ensure([]))).toEqual(['removed messages'])
    expect(webhooks.map(({ name }) => name)).toEqual(others)
  })

  it('with another filter are others, whatever the order of its parts', async () => {
    const { ensure } = createWebex()
    await ensure([{ ...messages, filter: 'roomId=r&roomType=group' }])
    expect(summarise(await ensure([{ ...messages, filter: 'roomType=group&roomId=r' }]))).toEqual(['kept messages'])
    expect(summarise(await ensure([{ ...messages, filter: 'roomId=q' }], { targetUrl: 'https://b.example' }))).toEqual([
      'created messages',
      'removed messages',
    ])
  })

  it('that another process made at the same moment are found, not made twice', async () => {
    const { webex, webhooks, ensure } = createWebex()
    const both = await Promise.all([
      ensure([messages, rooms]),
      ensureWebhooks(webex, { ...options, wanted: [messages, rooms] }),
    ])
    expect(webhooks).toHaveLength(2)
    expect(both.flat().filter(({ action }) => action === 'created')).toHaveLength(2)
  })

  it('that another process has removed meanwhile count as removed', async () => {
    const { ensure, webex, webhooks } = createWebex()
    await ensure([messages])
    const { list } = webex
    webex.list = async function* (query, options) {
      yield* list(query, options)
      webhooks.length = 0
    }
    expect(summarise(await ensure([]))).toEqual(['removed messages'])
  })

  it('of which one cannot be had say so, and do not try for ever', async () => {
    const { ensure, calls } = createWebex([{ id: 'o1', name: 'theirs', ...options, ...messages }])
    await expect(ensure([messages])).rejects.toMatchObject({ code: 'WX-API-CONFLICT' })
    expect(calls.filter((call) => call === 'list')).toHaveLength(2)
  })

  it('stay where what was to replace them cannot be made', async () => {
    const { ensure, webex, webhooks } = createWebex()
    await ensure([messages])
    webex.create = () => Promise.reject(new GrantkeeperError('WX-API-REQUEST'))
    await expect(ensure([{ ...messages, filter: 'wrong=1' }])).rejects.toMatchObject({ code: 'WX-API-REQUEST' })
    expect(webhooks).toHaveLength(1)
  })

  it.each([
    ['a target that is no address', { targetUrl: '/hook' }, 'WX-CONFIG-INVALID'],
    ['a target on the open http', { targetUrl: 'http://app.example/hook' }, 'WX-CONFIG-INSECURE'],
    ['no secret', { secret: '' }, 'WX-CONFIG-MISSING'],
    ['a name that could be the beginning of another', { name: 'a: b' }, 'WX-CONFIG-INVALID'],
    ['no name', { name: '' }, 'WX-CONFIG-INVALID'],
    ['a resource that is no word', { wanted: [{ resource: 'a b', event: 'created' }] }, 'WX-CONFIG-INVALID'],
  ])('with %s are refused before Webex is asked', async (_, wrong, code) => {
    const { ensure, calls } = createWebex()
    await expect(ensure([messages], wrong)).rejects.toMatchObject({ code })
    expect(calls).toEqual([])
  })

  it('are what is wanted after one round, and a second does nothing, whatever there was', async () => {
    const watched = fc.record({ resource: fc.constantFrom('a', 'b', 'c'), event: fc.constantFrom('x', 'y') })
    const there = fc.record(
      {
        name: fc.constantFrom('grantkeeper: a x', 'grantkeeper: old', 'theirs'),
        targetUrl: fc.constantFrom(options.targetUrl, 'https://old.example'),
        secret: fc.constantFrom(options.secret, 'old'),
        status: fc.constantFrom('active', 'inactive'),
        created: fc.constantFrom('1', '2'),
      },
      { requiredKeys: [] },
    )
    const listed = fc.array(fc.tuple(watched, there), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(listed, fc.array(watched, { maxLength: 5 }), async (first, wanted) => {
        const { webhooks, webex, ensure } = createWebex(
          first.map(([watch, rest], index) => ({ ...watch, ...rest, id: `o${index}` })),
        )
        webex.create = async (terms) => {
          const made = { ...terms, id: `n${webhooks.length}${terms.resource}${terms.event}`, status: 'active' }
          webhooks.push(made)
          return made
        }
        const theirs = webhooks.filter(({ name }) => !name?.startsWith('grantkeeper: ')).map(({ id }) => id)
        await ensure(wanted)
        const ours = webhooks.filter(({ id }) => !theirs.includes(id))
        const names = wanted.map(({ resource, event }) => `${resource} ${event}`)
        expect(ours.map(({ resource, event }) => `${resource} ${event}`).sort()).toEqual([...new Set(names)].sort())
        expect(ours.every((one) => one.secret === options.secret && one.status !== 'inactive')).toBe(true)
        expect(theirs.every((id) => webhooks.some((webhook) => webhook.id === id))).toBe(true)
        expect((await ensure(wanted)).every(({ action }) => action === 'kept')).toBe(true)
      }),
    )
  })
})
