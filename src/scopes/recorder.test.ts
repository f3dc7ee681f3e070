import { describe, expect, it } from 'vitest'
import type { TransportRequest } from '../environment.ts'
import { recordCalls } from './record-calls.ts'
import { createScopeRecorder } from './recorder.ts'

const API = 'https://webexapis.com/v1'

/** A recorder behind a transport that answers as told. */
function createRecorded(status = 200) {
  const recorder = createScopeRecorder({ now: () => 7 })
  const transport = recordCalls(async () => ({ status, headers: {}, body: '' }), API, recorder)
  const call = (method: string, url: string, body?: unknown) =>
    transport({ method, url, headers: {}, maxBytes: 1, ...(body !== undefined && { body: JSON.stringify(body) }) })
  return { recorder, call }
}

const asked = ['spark:rooms_read', 'spark:messages_write', 'spark:kms', 'openid']

describe('recorded calls', () => {
  it('tell the narrowest scopes, and what was asked for and never used', async () => {
    const { recorder, call } = createRecorded()
    await call('GET', `${API}/rooms?max=1`)
    await call('GET', `${API}/rooms/Y2lzY29zcGFyazovL3VzL1JPT00vMQ`)
    expect(recorder.report(asked)).toEqual({
      since: 7,
      endpoints: ['GET /rooms', 'GET /rooms/:id'],
      narrowest: ['spark:rooms_read'],
      unused: ['spark:messages_write'],
      unknown: [],
    })
  })

  it('count a webhook for what it watches', async () => {
    const { recorder, call } = createRecorded()
    await call('POST', `${API}/webhooks`, { resource: 'messages' })
    await call('POST', `${API}/webhooks`, { resource: 'rooms', ownedBy: 'org' })
    const { narrowest, endpoints } = recorder.report([])
    expect(narrowest).toEqual(['spark:messages_read', 'spark-compliance:rooms_read'])
    expect(endpoints).toEqual(['POST /webhooks'])
  })

  it('are those that Webex answered with success, below its API', async () => {
    const { recorder, call } = createRecorded(403)
    await call('GET', `${API}/rooms`)
    const elsewhere = createRecorded()
    await elsewhere.call('GET', 'https://webexapis.com/v1evil/rooms')
    expect([recorder.report([]).endpoints, elsewhere.recorder.report([]).endpoints]).toEqual([[], []])
  })

  it('that are not known here are named without an id, and not without end', async () => {
    const { recorder, call } = createRecorded()
    await call('GET', `${API}/devices/Y2lzY29zcGFyazovL3Vz/status?secret=1`)
    expect(recorder.report(asked).unknown).toEqual(['GET /devices/:id/status'])
    for (let i = 0; i < 1000; i++) {
      const letters = String.fromCharCode(97 + (i % 26), 97 + ((i / 26) % 26), 97 + i / 676)
      await call('GET', `${API}/${letters}`)
    }
    expect(recorder.report([]).unknown).toHaveLength(200)
  })

  it('never fail for what their bodies are', async () => {
    const { call } = createRecorded()
    const statuses = [null, 5, 'text', [], { resource: 5 }].map((body) => call('POST', `${API}/webhooks`, body))
    expect((await Promise.all(statuses)).every(({ status }) => status === 200)).toBe(true)
  })

  it('hand on what the transport rejects with', async () => {
    const failing = recordCalls(() => Promise.reject(new Error('gone')), API, createScopeRecorder({ now: () => 0 }))
    await expect(failing({ url: API } as TransportRequest)).rejects.toThrow('gone')
  })
})
