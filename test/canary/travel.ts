import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { fetchTransport, nodeEnvironment, type TransportRequest } from '../../src/environment.ts'
import type { Store } from '../../src/stores/store.ts'
import { createTrip, type Trip } from '../trips/trip.ts'

export interface Travelled {
  /** Every secret that came about, by name. */
  secrets: Record<string, string>
  /** Everything that came out, by name. */
  outputs: Record<string, string | Buffer>
  /** What the emulator's journal tells of secrets in place of them. */
  marks: string[]
}

/** Bytes in which the store keeps what it has, by name. */
export type CopyStore = () => Promise<Record<string, string | Buffer>>

/** Everything a keeper can do, well and badly, with every secret noted and every output kept. Closes the store. */
export async function travel(store: Store, copyStore: CopyStore): Promise<Travelled> {
  const secrets: Record<string, string> = { key: randomBytes(32).toString('base64') }
  const outputs: Record<string, string | Buffer> = {}
  const note = (name: string, value: string | null | undefined) => {
    if (value) secrets[`${name} ${Object.keys(secrets).length}`] = value
  }
  let trip: Trip | undefined
  const wire = fetchTransport((request) => trip!.emulator.fetch(request))
  const transport = async (request: TransportRequest) => {
    const answer = await wire(request)
    const form = new URLSearchParams(request.body)
    for (const field of ['code', 'code_verifier', 'refresh_token']) note(field, form.get(field))
    outputs[`url ${Object.keys(outputs).length}`] = request.url
    if (request.url.endsWith('/access_token') && answer.status === 200) {
      const { access_token, refresh_token } = JSON.parse(answer.body)
      note('access token', access_token)
      note('refresh token', refresh_token)
    }
    return answer
  }
  const environment = nodeEnvironment({ transport, now: () => trip?.emulator.clock.now() ?? Date.now() })
  trip = createTrip({ keeper: { store, keys: [secrets.key!], environment } })
  note('client secret', trip.integration.clientSecret)

  const ada = trip.newVisitor()
  const keep = (name: string, visit: { text: string; url: URL; headers: Headers }) => {
    const headers = [...visit.headers].filter(([header]) => header !== 'set-cookie')
    outputs[name] = `${visit.url.href}\n${JSON.stringify(headers)}\n${visit.text}`
  }
  keep('granted', await ada.grantAs('ada'))
  for (const path of ['/', '/spaces', '/status', '/disconnect', '/nowhere']) keep(path, await ada.get(path))
  const session = /(?:__Host-gk)=([^;]+)/.exec(ada.cookieHeader())?.[1]
  note('session', session)

  trip.emulator.clock.advance(13 * 86_400_000)
  keep('spaces, renewed', await ada.get('/spaces?refresh=1'))
  trip.emulator.faults.add({ on: 'POST /v1/access_token', times: 1, status: 500 })
  trip.emulator.expireAll()
  keep('spaces, refresh failing', await ada.get('/spaces?refresh=1'))
  trip.emulator.clock.advance(600_000)
  trip.emulator.revokeOutside('ada')
  keep('spaces, revoked', await ada.get('/spaces?refresh=1'))

  const [grant] = await trip.keeper.grants.list()
  const errors = [
    await trip.keeper.grants.refresh(grant!.id).catch((error) => error),
    await trip.keeper.webex({ owner: 'nobody' }).catch((error) => error),
    await (await trip.keeper.webex({ grant: grant!.id })).people.me().catch((error) => error),
  ]
  outputs.errors = inspect(errors, { depth: 12, showHidden: true })
  outputs['errors as JSON'] = JSON.stringify(
    errors.map((error) => ({ ...error, message: error.message, stack: error.stack })),
  )
  outputs.keeper = inspect(trip.keeper, { depth: 12, showHidden: true })
  outputs.events = JSON.stringify(trip.events)
  outputs.grants = JSON.stringify(await trip.keeper.grants.list())
  outputs.journal = JSON.stringify(trip.emulator.journal.entries())
  const scan = async (moment: string) => {
    for (const [name, bytes] of Object.entries(await copyStore())) outputs[`store, ${moment}: ${name}`] = bytes
  }
  await scan('a grant that was revoked')
  await ada.grantAs('ada')
  await Promise.all([scan('at work'), ada.get('/spaces?refresh=1'), trip.newVisitor().grantAs('grace')])
  trip.emulator.faults.add({ on: 'POST /idb/oauth2/v1/revoke', status: 503 })
  await ada.post('/disconnect')
  await scan('disconnected')
  await trip.keeper.close()
  await scan('closed')
  const marks = trip.emulator.journal.entries().flatMap((entry) => Object.values(entry.marks ?? {}))
  return { secrets, outputs, marks }
}
