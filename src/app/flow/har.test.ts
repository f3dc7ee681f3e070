import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { createFlowTrip } from '../../../test/trips/flow-trip.ts'

const text = { type: 'string' }
const instant = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }
const time = { type: 'number', minimum: -1 }
const object = (properties: Record<string, unknown>, optional: string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
})
const pairs = { type: 'array', items: object({ name: text, value: text }) }
const address = { type: 'string', pattern: '^https?://[\\x21-\\x7e]+$' }

/** HAR 1.2, written down from its specification. */
const schema = object({
  log: object({
    version: { const: '1.2' },
    creator: object({ name: text, version: text, comment: text }, ['comment']),
    pages: {
      type: 'array',
      items: object({
        startedDateTime: instant,
        id: text,
        title: text,
        pageTimings: object({ onContentLoad: time, onLoad: time }),
      }),
    },
    entries: {
      type: 'array',
      items: object({
        pageref: text,
        startedDateTime: instant,
        time: { type: 'number', minimum: 0 },
        request: object(
          {
            method: text,
            url: address,
            httpVersion: text,
            cookies: { type: 'array', maxItems: 0 },
            headers: pairs,
            queryString: pairs,
            postData: object({ mimeType: text, params: pairs, text }),
            headersSize: time,
            bodySize: time,
          },
          ['postData'],
        ),
        response: object({
          status: { type: 'integer' },
          statusText: text,
          httpVersion: text,
          cookies: { type: 'array', maxItems: 0 },
          headers: pairs,
          content: object({ size: { type: 'integer' }, mimeType: text }),
          redirectURL: text,
          headersSize: time,
          bodySize: time,
        }),
        cache: object({}),
        timings: object({ send: time, wait: time, receive: time }),
        comment: text,
      }),
    },
  }),
})

const isHar = new Ajv({ strict: false }).compile(schema)

describe('an archive', () => {
  it('has the form of HAR 1.2, for all flows and for one', async () => {
    const trip = createFlowTrip()
    const ada = trip.newVisitor()
    await ada.grantAs('ada')
    trip.emulator.expireAll()
    await ada.get('/spaces')
    await ada.post('/disconnect')
    for (const path of ['/flow/har', `/flow/${trip.inspector.flows.at(-1)?.id}/har`]) {
      const response = await trip.asOperator(path)
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="(flows|flow-\w+-1)\.har"$/)
      const har = JSON.parse(await response.text())
      isHar(har)
      expect([path, isHar.errors]).toEqual([path, null])
      expect(har.log.entries.length).toBeGreaterThan(5)
      const ids = har.log.pages.map(({ id }: { id: string }) => id)
      for (const { pageref } of har.log.entries) expect(ids).toContain(pageref)
    }
  })

  it('holds what the list shows', async () => {
    const trip = createFlowTrip()
    const ada = trip.newVisitor()
    await ada.grantAs('ada')
    await ada.get('/spaces')
    const har = JSON.parse(await (await trip.asOperator('/flow/har?kind=calls')).text())
    expect(har.log.pages.map(({ title }: { title: string }) => title)).toEqual(['Ada Lovelace: API calls'])
  })
})
