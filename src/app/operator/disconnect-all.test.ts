import { describe, expect, it } from 'vitest'
import { createTrip } from '../../../test/trips/trip.ts'
import { type Disconnection, GrantkeeperError } from '../../index.ts'
import type { OperatorAct } from '../context.ts'
import { createApp } from '../index.ts'
import { createDisconnectJob } from './disconnect-job.ts'

const ORIGIN = 'http://localhost:10060'
const PATH = '/connections/disconnect-all'

type DisconnectAll = Parameters<typeof createDisconnectJob>[0]['grants']['disconnectAll']

/** Disconnects one grant at each `next()`, as the keeper's own does. */
function createSteps(outcomes: readonly (boolean | Error)[]) {
  let release = () => {}
  const disconnectAll: DisconnectAll = async ({ onEach, signal } = {}) => {
    const all: Disconnection[] = []
    for (const outcome of outcomes) {
      await new Promise<void>((resolve) => {
        release = resolve
      })
      if (signal?.aborted) return all
      if (outcome instanceof Error) throw outcome
      const done: Disconnection = { grantId: 'g', revokedAtWebex: outcome, code: undefined }
      onEach?.(done)
      all.push(done)
    }
    return all
  }
  const next = async () => {
    release()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { disconnectAll, next }
}

function createJob(outcomes: readonly (boolean | Error)[]) {
  const ending = new AbortController()
  const { disconnectAll, next } = createSteps(outcomes)
  const job = createDisconnectJob({ grants: { disconnectAll }, now: () => 5, ending: ending.signal })
  return { job, next, ending }
}

describe('the job that disconnects everybody', () => {
  it('counts as it goes on, and those that Webex has not confirmed', async () => {
    const { job, next } = createJob([true, false])
    expect(job.progress()).toBeUndefined()
    expect(job.start(2)).toBe(true)
    await next()
    expect(job.progress()).toMatchObject({ state: 'running', done: 1, total: 2, unconfirmed: 0 })
    await next()
    expect(job.progress()).toMatchObject({ state: 'done', done: 2, unconfirmed: 1, endedAt: 5 })
  })

  it('is one at a time, and can be started again when it has ended', async () => {
    const { job, next } = createJob([true])
    job.start(1)
    expect(job.start(1)).toBe(false)
    await next()
    expect(job.start(1)).toBe(true)
    expect(job.progress()).toMatchObject({ state: 'running', done: 0 })
  })

  it('stops after the one that it is at', async () => {
    const { job, next } = createJob([true, true, true])
    job.stop()
    job.start(3)
    await next()
    job.stop()
    expect(job.progress()?.state).toBe('stopping')
    expect(job.start(3)).toBe(false)
    await next()
    expect(job.progress()).toMatchObject({ state: 'stopped', done: 1 })
  })

  it('stops when the app ends', async () => {
    const { job, next, ending } = createJob([true, true])
    job.start(2)
    await next()
    ending.abort()
    await next()
    expect(job.progress()).toMatchObject({ state: 'stopped', done: 1 })
  })

  it('says why it ended early', async () => {
    const { job, next } = createJob([true, new GrantkeeperError('WX-STORE-UNAVAILABLE')])
    job.start(2)
    await next()
    await next()
    expect(job.progress()).toMatchObject({ state: 'failed', done: 1, code: 'WX-STORE-UNAVAILABLE' })
  })
})

function setUp(outcomes: readonly (boolean | Error)[] = [true, false, true], operatorToken?: string) {
  const { keeper, emulator, newVisitor } = createTrip()
  const acts: OperatorAct[] = []
  const { disconnectAll, next } = createSteps(outcomes)
  const environment = {
    now: () => emulator.clock.now(),
    randomBytes: (length: number) => new Uint8Array(length),
    sleep: () => new Promise<void>((resolve) => setImmediate(resolve)),
  }
  const slow = { ...keeper, grants: { ...keeper.grants, disconnectAll } }
  const app = createApp({ keeper: slow, environment, onOperatorAct: (act) => void acts.push(act), operatorToken })
  const own: Record<string, string> = { 'sec-fetch-site': 'same-origin' }
  return {
    acts,
    app,
    own,
    next,
    newVisitor,
    get: async (path: string) => (await app.fetch(new Request(ORIGIN + path), '127.0.0.1')).text(),
    watch: () => app.fetch(new Request(`${ORIGIN}${PATH}/progress`, { headers: own }), '127.0.0.1'),
    async post(path: string, body = '') {
      const headers = { ...own, 'content-type': 'application/x-www-form-urlencoded' }
      const response = await app.fetch(new Request(ORIGIN + path, { method: 'POST', headers, body }), '127.0.0.1')
      return { status: response.status, text: await response.text() }
    },
  }
}

async function connectTwo({ newVisitor }: ReturnType<typeof setUp>): Promise<void> {
  await newVisitor().grantAs('ada')
  await newVisitor().grantAs('grace')
}

const confirmed = 'confirm=+Disconnect+ALL+'

describe('the page that disconnects everybody', () => {
  it('says what it does, and that nobody is connected', async () => {
    const setup = setUp()
    expect(await setup.get(PATH)).toContain('Nobody is connected')
    await connectTwo(setup)
    const page = await setup.get(PATH)
    expect(page).toContain('This ends every connection there is: 2.')
    expect(page).toContain('Disconnect all 2')
  })

  it.each(['', 'confirm=', 'confirm=disconnect', 'confirm=2', 'other=disconnect+all'])(
    'starts nothing for %j',
    async (body) => {
      const setup = setUp()
      await connectTwo(setup)
      const answer = await setup.post(PATH, body)
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Nothing was disconnected')
      expect(await setup.get(PATH)).not.toContain('data-progress')
      expect(setup.acts).toEqual([])
    },
  )

  it('shows how far it is, without script by asking anew, and how it ended', async () => {
    const setup = setUp()
    await connectTwo(setup)
    expect((await setup.post(PATH, confirmed)).status).toBe(303)
    await setup.next()
    await setup.next()
    const page = await setup.get(PATH)
    expect(page).toContain('2 of 2 disconnected. 1 not confirmed by Webex yet.')
    expect(page).toContain('<noscript><meta http-equiv="refresh" content="2"></noscript>')
    expect((await setup.post(PATH, confirmed)).status).toBe(303)
    await setup.next()
    const after = await setup.get(PATH)
    expect(after).toContain('Webex is asked again, hourly for a week.')
    expect(after).not.toContain('http-equiv="refresh"')
    expect(setup.acts).toEqual([{ what: 'operator.disconnect-all', who: 'this-computer' }])
  })

  it('can be stopped', async () => {
    const setup = setUp()
    await connectTwo(setup)
    await setup.post(PATH, confirmed)
    await setup.next()
    expect((await setup.post(`${PATH}/stop`)).status).toBe(303)
    expect(await setup.get(PATH)).toContain('Stopping after this one')
    await setup.next()
    expect(await setup.get(PATH)).toContain('Stopped before the end. 1 of 2 disconnected.')
  })

  it('links an error that ended it early', async () => {
    const setup = setUp([new GrantkeeperError('WX-STORE-FULL')])
    await connectTwo(setup)
    await setup.post(PATH, confirmed)
    await setup.next()
    expect(await setup.get(PATH)).toContain('href="/errors/WX-STORE-FULL"')
  })
})

describe('the stream of its progress', () => {
  const read = async (reader: ReadableStreamDefaultReader<Uint8Array>) => {
    const { value, done } = await reader.read()
    return done
      ? undefined
      : JSON.parse(
          Buffer.from(value)
            .toString()
            .replace(/^data: /, ''),
        )
  }

  it('tells how far it is until it ends', async () => {
    const setup = setUp([true, true])
    await connectTwo(setup)
    await setup.post(PATH, confirmed)
    const response = await setup.watch()
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    const reader = response.body!.getReader()
    expect(await read(reader)).toMatchObject({ done: 0, isOver: false, text: '0 of 2 disconnected.' })
    await setup.next()
    await setup.next()
    let last: { isOver?: boolean; text?: string } | undefined
    for (let event = await read(reader); event; event = await read(reader)) last = event
    expect(last).toMatchObject({ isOver: true, text: '2 of 2 disconnected.' })
  })

  it('ends at once where nothing runs', async () => {
    const reader = (await setUp().watch()).body!.getReader()
    expect(await read(reader)).toEqual({ isOver: true })
    expect(await read(reader)).toBeUndefined()
  })

  it('ends with the right to see it', async () => {
    const token = 'token-of-the-operator-of-this-test'
    const { app, own, newVisitor, post } = setUp([true, true], token)
    await newVisitor().grantAs('ada')
    await post(PATH, confirmed)
    const from = (path: string, init: RequestInit) => app.fetch(new Request(ORIGIN + path, init), '10.0.0.7')
    const body = new URLSearchParams({ token })
    const [line = ''] = (await from('/operator', { method: 'POST', headers: own, body })).headers.getSetCookie()
    const headers = { ...own, cookie: line.split(';')[0] ?? '' }
    const reader = (await from(`${PATH}/progress`, { headers })).body!.getReader()
    expect(await read(reader)).toMatchObject({ isOver: false })
    await from('/operator/sign-out', { method: 'POST', headers })
    for (let event = await read(reader); event; event = await read(reader)) expect(event.isOver).toBe(false)
  })

  it('is had by twenty at a time; whoever leaves makes room, and stops nothing', async () => {
    const setup = setUp()
    await connectTwo(setup)
    await setup.post(PATH, confirmed)
    const open = await Promise.all(Array.from({ length: 20 }, () => setup.watch()))
    const refused = await setup.watch()
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('10')
    for (const { body } of open) await body?.cancel()
    const another = await setup.watch()
    expect(another.status).toBe(200)
    await another.body?.cancel()
    await setup.next()
    expect(await setup.get(PATH)).toContain('1 of 2 disconnected.')
  })
})
