import { describe, expect, it } from 'vitest'
import { createEmulator, type Emulator } from '../../src/emulator/index.ts'
import { fetchTransport, nodeEnvironment } from '../../src/environment.ts'
import { DEVICE_URIS } from '../emulated-identity.ts'
import { createTrip, REDIRECT_URI } from './trip.ts'

/** A trip whose waits move the emulator's clock, with an integration that may sign devices in unless told otherwise. */
function createDeviceTrip(redirectUris = [REDIRECT_URI, ...DEVICE_URIS]) {
  const emulator = createEmulator()
  const world = { meanwhile: async () => undefined as unknown }
  const { clientId, clientSecret } = emulator.register({
    name: 'Kiosk',
    redirectUris,
    scopes: ['spark:rooms_read', 'spark:people_read'],
  })
  const sleep = async (ms: number, signal?: AbortSignal) => {
    const isDeadline = ms > 10_000
    if (isDeadline) return new Promise<void>(() => undefined)
    signal?.throwIfAborted()
    emulator.clock.advance(ms)
    await world.meanwhile()
  }
  const environment = nodeEnvironment({
    now: () => emulator.clock.now(),
    monotonic: () => emulator.clock.now(),
    sleep,
    transport: fetchTransport((request) => emulator.fetch(request)),
  })
  return { ...createTrip({ on: emulator, keeper: { clientId, clientSecret, environment } }), world }
}

/** What a person does with a code, in a browser of their own. */
async function answerCode(emulator: Emulator, userCode: string, decision: 'Accept' | 'Deny') {
  let cookie = ''
  const post = async (path: string, form: Record<string, string>) => {
    const init = { method: 'POST', body: new URLSearchParams(form), headers: { cookie } }
    const answer = await emulator.fetch(new Request(new URL(path, emulator.url), init))
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return answer.headers.get('location') ?? ''
  }
  const path = await post('/verify', { userCode })
  await post(`${path}/user`, { user: 'ada' })
  await post(`${path}/consent`, { decision, scope: 'spark:rooms_read' })
}

describe('a device without a browser', () => {
  it('gets a grant like any other once Ada entered its code', async () => {
    const { keeper, emulator, events, world } = createDeviceTrip()
    const signIn = await keeper.device.start()
    expect(signIn.verificationUri).toBe(`${emulator.url}/verify`)
    let pauses = 0
    world.meanwhile = async () => {
      pauses += 1
      if (pauses === 3) await answerCode(emulator, signIn.userCode, 'Accept')
    }
    const grant = await signIn.wait()
    expect(pauses).toBe(3)
    expect(grant).toMatchObject({ status: 'healthy', scopesGranted: ['spark:rooms_read'] })
    const webex = await keeper.webex({ grant: grant.id })
    expect(await webex.request({ method: 'GET', path: '/rooms' })).toHaveProperty('items')
    expect(events.map(({ name }) => name)).toContain('grant.connected')
  })

  it('is waited for by another process after a restart of the first', async () => {
    const { keeper, emulator, world } = createDeviceTrip()
    const { ticket, userCode } = await keeper.device.start()
    world.meanwhile = async () => answerCode(emulator, userCode, 'Accept')
    const resumed = await keeper.device.resume(ticket)
    expect(await resumed.wait()).toMatchObject({ status: 'healthy', scopesGranted: ['spark:rooms_read'] })
    await expect(keeper.device.resume('1.abcdef.x')).rejects.toMatchObject({ code: 'WX-REQUEST-INVALID' })
  })

  it('is told that Ada declined', async () => {
    const { keeper, emulator } = createDeviceTrip()
    const signIn = await keeper.device.start()
    await answerCode(emulator, signIn.userCode, 'Deny')
    await expect(signIn.wait()).rejects.toMatchObject({ code: 'WX-ACCESS-DENIED' })
  })

  it('is told that nobody came', async () => {
    const { keeper } = createDeviceTrip()
    const signIn = await keeper.device.start()
    await expect(signIn.wait()).rejects.toMatchObject({ code: 'WX-DEVICE-EXPIRED' })
  })

  it('is not waited for by a keeper that is closed', async () => {
    const { keeper, world } = createDeviceTrip()
    const signIn = await keeper.device.start()
    let isClosing = false
    world.meanwhile = async () => {
      if (!isClosing) {
        isClosing = true
        await keeper.close()
      }
    }
    await expect(signIn.wait()).rejects.toThrow('closed')
  })

  it('is told which redirect URIs are to be registered', async () => {
    const { keeper } = createDeviceTrip([REDIRECT_URI])
    const error = await keeper.device.start().catch((reason) => reason)
    expect(error).toMatchObject({ code: 'WX-DEVICE-REDIRECTS' })
    expect(error.fix).toContain(DEVICE_URIS[0])
  })

  it('needs an owner where the app has users of its own', async () => {
    const { keeper } = createTrip({ keeper: { ownerOf: () => 'ada' } })
    await expect(keeper.device.start()).rejects.toMatchObject({ code: 'WX-OWNER-MISSING' })
  })
})
