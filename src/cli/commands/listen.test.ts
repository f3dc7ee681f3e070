import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAnswers, createRecorder, runCli } from '../../../test/cli/run-cli.ts'
import { type CliWorld, createCliWorld } from '../../../test/cli/world.ts'
import { receiveWebhook } from '../../index.ts'
import { COMMAND_LINE } from '../connections.ts'
import { runCommand } from '../run.ts'

let world: CliWorld
let app: Server
let received: { body: string; signature: string | undefined }[]
let status: number
/** The first line of standard output. */
let ready: () => string

beforeEach(async () => {
  world = await createCliWorld(['spark:rooms_read', 'spark:messages_read', 'spark:people_read'])
  received = []
  status = 200
  app = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    received.push({ body, signature: request.headers['x-spark-signature'] as string | undefined })
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
})

afterEach(async () => {
  app.close()
  await world.close()
})

const hooks = () => `127.0.0.1:${(app.address() as AddressInfo).port}/hooks`
const trigger = (...argv: string[]) => runCli(['trigger', ...argv, '--url', world.emulator.url])

/** Runs `listen` until the work is done, then presses Ctrl-C. */
async function listenWhile(work: () => Promise<void>, ...argv: string[]) {
  const recorder = createRecorder()
  const line = ['listen', '--settings', world.settings, ...argv]
  const running = runCommand(line, recorder.output, createAnswers(undefined))
  ready = () => recorder.stdout().split('\n')[0] ?? ''
  await until(() => /Ready|"ready"/.test(recorder.stdout()))
  await work()
  process.emit('SIGINT')
  return { exitCode: await running, stdout: recorder.stdout(), stderr: recorder.stderr() }
}

async function until(done: () => boolean): Promise<void> {
  for (let tries = 0; !done() && tries < 1000; tries++) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(done()).toBe(true)
}

describe('grantkeeper listen', () => {
  it('passes each webhook on as it came, shows both ends, and leaves nothing behind', async () => {
    await world.connect('ada', COMMAND_LINE)
    const { exitCode, stdout } = await listenWhile(
      async () => {
        await trigger('messages.created')
        await until(() => received.length === 1)
        await world.emulator.webhooks.settled()
      },
      '--forward-to',
      hooks(),
    )
    const [, secret = ''] = /Webhook secret (wh_[0-9a-f]{32}) \(stays the same\)/.exec(stdout) ?? []
    const [{ body, signature } = { body: '', signature: '' }] = received
    expect(signature).toBe(createHmac('sha1', secret).update(body).digest('hex'))
    expect(stdout).toMatch(/^Ready: messages, rooms, attachmentActions\./)
    expect(stdout).toMatch(/^\d\d:\d\d:\d\d {2}--> messages created {2}\[\S+\]$/m)
    expect(stdout).toMatch(/^\d\d:\d\d:\d\d {2}<-- \[200\] POST http:\/\/127\.0\.0\.1:\d+\/hooks {2}\d+ ms$/m)
    expect(exitCode).toBe(0)
    expect(world.emulator.webhooks.list()).toEqual([])
  })

  it('says what the app may lack, to the emulator too', async () => {
    await world.connect('ada', COMMAND_LINE)
    status = 404
    const { stdout } = await listenWhile(
      async () => {
        await trigger('rooms.updated')
        await until(() => received.length === 1)
        await world.emulator.webhooks.settled()
      },
      '--forward-to',
      hooks(),
      '--resource',
      'rooms',
    )
    expect(stdout).toContain('hint: your app has no POST /hooks')
    expect(world.emulator.webhooks.deliveries()).toMatchObject([{ status: 404 }])
  })

  it('only shows them when there is nowhere to pass them on to; as JSON when asked', async () => {
    await world.connect('ada', COMMAND_LINE)
    const { stdout } = await listenWhile(async () => {
      await trigger('messages.deleted', '--data', '{"id":"M1"}')
      await world.emulator.webhooks.settled()
    }, '--json')
    const lines = stdout.split('\n').map((line) => JSON.parse(line))
    expect(lines).toMatchObject([
      { type: 'ready', resources: ['messages', 'rooms', 'attachmentActions'] },
      { type: 'event', resource: 'messages', event: 'deleted', id: 'M1', signed: true },
    ])
  })

  it('registers the public address of a tunnel, and hears what comes through it', async () => {
    await world.connect('ada', COMMAND_LINE)
    const { stdout } = await listenWhile(
      async () => {
        const [{ targetUrl } = { targetUrl: '' }] = world.emulator.webhooks.list()
        expect(targetUrl).toMatch(/^https:\/\/tunnel\.example\.com\/me\/[0-9a-f]{32}$/)
        const { listening } = JSON.parse(ready())
        const through = listening + new URL(targetUrl).pathname
        const body = JSON.stringify({ id: 'W1', resource: 'messages', event: 'created', data: { id: 'M1' } })
        expect((await fetch(through, { method: 'POST', body })).status).toBe(200)
        expect((await fetch(through, { method: 'POST', body: 'x'.repeat(1_100_000) })).status).toBe(413)
        expect((await fetch(`${listening}/else`, { method: 'POST', body })).status).toBe(404)
      },
      '--json',
      '--forward-to',
      hooks(),
      '--public-url',
      'https://tunnel.example.com/me/',
    )
    expect(received).toHaveLength(1)
    expect(stdout).toContain('"type":"forwarded"')
    expect(world.emulator.webhooks.list()).toEqual([])
  })

  it('removes what an earlier run left behind at the same address, and nothing else', async () => {
    await world.connect('ada', COMMAND_LINE)
    const make = async (name: string, targetUrl: string) => {
      const fields = [`name=${name}`, `targetUrl=${targetUrl}`, 'resource=rooms', 'event=all'].flatMap((field) => [
        '-f',
        field,
      ])
      expect((await world.run('api', 'POST', '/webhooks', ...fields)).exitCode).toBe(0)
    }
    await make('grantkeeper listen', 'https://tunnel.example.com/old')
    await make('grantkeeper listen', 'https://other.example.com/old')
    await make('grantkeeper listen', `http://${hooks()}`)
    await make('grantkeeper listen', 'http://127.0.0.1:9/gone')
    await make('mine', 'https://tunnel.example.com/mine')
    const address = ['--public-url', 'https://tunnel.example.com']
    const told = await listenWhile(async () => undefined, '--resource', 'messages', ...address)
    expect(told.stderr).toMatch(/^https:\/\/tunnel\.example\.com must lead to http:\/\/127\.0\.0\.1:\d+\.$/m)
    const left = world.emulator.webhooks.list().map(({ name, targetUrl }) => `${name} ${targetUrl}`)
    expect(left.sort()).toEqual([
      `grantkeeper listen http://${hooks()}`,
      'grantkeeper listen https://other.example.com/old',
      'mine https://tunnel.example.com/mine',
    ])
  })

  it('names the room of an event, as far as it can be told', async () => {
    await world.connect('ada', COMMAND_LINE)
    const [room] = JSON.parse((await world.run('spaces', '--json', '--limit', '1')).stdout)
    const { stdout } = await listenWhile(async () => {
      await trigger('messages.created', '--room', room.id)
      await trigger('messages.created', '--room', 'nowhere')
      await world.emulator.webhooks.settled()
    })
    expect(stdout).toContain(`--> messages created  room "${room.title}"  [`)
    expect(stdout).toMatch(/--> messages created {2}\[/)
  })

  it.each([
    [['--replay', 'x'], '--replay needs --forward-to.', 2],
    [['--public-url', 'http://x.example.com'], '--public-url takes the https address of your tunnel', 2],
    [['--public-url', 'nonsense'], '--public-url takes the https address of your tunnel', 2],
    [['--port', '99999'], '--port', 2],
    [['--forward-to', 'ftp://x'], '--forward-to takes an address like localhost:3000/hooks, not "ftp://x".', 2],
    [[], 'Run: grantkeeper login', 4],
  ])('says what is wrong with %j', async (argv, message, code) => {
    const { exitCode, stdout, stderr } = await world.run('listen', ...argv)
    expect(stderr).toContain(message)
    expect([exitCode, stdout]).toEqual([code, ''])
  })
})

describe('grantkeeper listen --replay', () => {
  const replay = (id: string, ...argv: string[]) =>
    world.run('listen', '--forward-to', hooks(), '--replay', id, ...argv)

  it('passes on once more what told of a message, signed, and seen by no app before', async () => {
    await world.connect('ada', COMMAND_LINE)
    const [room] = JSON.parse((await world.run('spaces', '--json', '--limit', '1')).stdout)
    const message = JSON.parse((await world.run('api', `/messages?roomId=${room.id}&max=1`)).stdout).items[0]
    const { exitCode, stdout } = await replay(message.id)
    expect(stdout).toMatch(/--> messages created {2}room ".+" {2}\[\S+\]\n.*<-- \[200\] POST/)
    expect(exitCode).toBe(0)
    await replay(message.id)
    const [first = '', second = ''] = received.map(({ body }) => body)
    const { data, resource, actorId } = JSON.parse(first)
    expect([resource, actorId, data.id, 'text' in data]).toEqual(['messages', message.personId, message.id, false])
    expect(first === second).toBe(false)
    await listenWhile(async () => undefined)
    const [secret = ''] = /wh_[0-9a-f]{32}/.exec(ready()) ?? []
    const verified = await receiveWebhook(
      new Request('http://localhost/hooks', {
        method: 'POST',
        body: first,
        headers: { 'x-spark-signature': received[0]?.signature ?? '' },
      }),
      { secret },
    )
    expect(verified).toMatchObject({ type: 'messages.created' })
    expect(world.emulator.webhooks.list()).toEqual([])
  })

  it('ends with 1 when the app fails, and says what is wrong with an id', async () => {
    await world.connect('ada', COMMAND_LINE)
    const [room] = JSON.parse((await world.run('spaces', '--json', '--limit', '1')).stdout)
    status = 500
    const { exitCode, stdout } = await replay(room.id, '--json')
    expect(stdout.split('\n').map((line) => JSON.parse(line))).toMatchObject([
      { type: 'event', resource: 'rooms', event: 'created', id: room.id, room: room.title, signed: true },
      { type: 'forwarded', status: 500 },
    ])
    expect(exitCode).toBe(1)
    const { stderr, exitCode: wrong } = await replay('nonsense')
    expect(stderr).toContain('--replay takes the id of a message, a room')
    expect(wrong).toBe(2)
    const gone = await replay(
      Buffer.from('ciscospark://us/ROOM/00000000-0000-4000-8000-000000000000').toString('base64url'),
    )
    expect([gone.exitCode, gone.stderr.includes('WX-API-NOT-FOUND')]).toEqual([5, true])
  })
})

describe('grantkeeper trigger', () => {
  it('makes events up, delivers them again and forges them', async () => {
    await world.connect('ada', COMMAND_LINE)
    let secret = ''
    let told = ''
    const { stdout } = await listenWhile(
      async () => {
        const done = await trigger('messages.created', '--times', '2', '--duplicate', '--bad-signature')
        told = done.stdout
        await until(() => received.length === 6)
      },
      '--forward-to',
      hooks(),
    )
    secret = /wh_[0-9a-f]{32}/.exec(stdout)?.[0] ?? ''
    expect(told).toBe('Deliveries: 2 told, 2 repeated, 2 forged. See: grantkeeper emu webhooks deliveries')
    const good = received.filter(
      ({ body, signature }) => signature === createHmac('sha1', secret).update(body).digest('hex'),
    )
    expect(good).toHaveLength(4)
  })

  it('makes an earlier delivery once more', async () => {
    await world.connect('ada', COMMAND_LINE)
    await listenWhile(
      async () => {
        await trigger('messages.created')
        await until(() => received.length === 1)
        await world.emulator.webhooks.settled()
        const [delivery] = world.emulator.webhooks.deliveries()
        const { stdout } = await trigger('--redeliver', delivery?.id ?? '', '--json')
        expect(JSON.parse(stdout)).toEqual({ redelivered: 1 })
        await until(() => received.length === 2)
      },
      '--forward-to',
      hooks(),
    )
    expect(received[0]).toEqual(received[1])
  })

  it.each([
    [[], 'Which event? For example: grantkeeper trigger messages.created', 2],
    [['messages'], 'An event is written like messages.created, not "messages".', 2],
    [['messages.craeted'], 'no webhook can watch messages craeted', 2],
    [['messages.created', '--data', '[1]'], '--data takes a JSON object', 2],
    [['messages.created', '--times', '101'], '--times takes a number from 1 to 100.', 2],
    [['messages.created', '--redeliver', 'x'], 'Either an event, or --redeliver, not both.', 2],
    [['--redeliver', 'none'], 'there is no such delivery', 2],
    [['messages.created'], 'No webhook listens to messages created.', 1],
  ])('says what is wrong with %j', async (argv, message, code) => {
    const { exitCode, stdout, stderr } = await trigger(...argv)
    expect(stderr).toContain(message)
    expect([exitCode, stdout]).toEqual([code, ''])
  })

  it('says that no emulator answers', async () => {
    const { exitCode, stderr } = await runCli(['trigger', 'messages.created', '--url', 'http://127.0.0.1:9'])
    expect(stderr).toContain('No emulator answers at http://127.0.0.1:9.')
    expect(exitCode).toBe(5)
  })
})
