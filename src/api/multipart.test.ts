import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMultipart } from './multipart.ts'

/** What a server makes of it; form data turns lone halves of characters and ends of lines into others. */
function parse({ content, contentType }: { content: Blob; contentType: string }): Promise<FormData> {
  return new Response(content, { headers: { 'content-type': contentType } }).formData()
}

describe('a multipart body', () => {
  it('has fields as text, other values as JSON, and leaves out what is undefined', async () => {
    const file = { name: 'files', content: new Blob(['x']) }
    const form = await parse(createMultipart({ text: 'a', list: [{ b: 1 }], none: undefined }, file, randomBytes))
    expect([form.get('text'), form.get('list'), form.has('none')]).toEqual(['a', '[{"b":1}]', false])
  })

  it('brings any text and any bytes as they are, under any name', async () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !/\p{Cs}/u.test(value))
    await fc.assert(
      fc.asyncProperty(text, fc.uint8Array({ maxLength: 300 }), text, async (value, bytes, name) => {
        const content = new File([new Uint8Array(bytes)], name || 'a')
        const form = await parse(createMultipart({ value }, { name: 'files', content }, randomBytes))
        expect([...form.keys()]).toEqual(['value', 'files'])
        expect(form.get('value')).toBe(value)
        const file = form.get('files') as File
        expect(new Uint8Array(await file.arrayBuffer())).toEqual(new Uint8Array(bytes))
      }),
      { numRuns: 300 },
    )
  })

  it('cannot be given another part by the name of a file', async () => {
    const name = 'a"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name="roomId'
    const file = { name: 'files', content: new File(['x'], name) }
    const form = await parse(createMultipart({}, file, randomBytes))
    expect([...form.keys()]).toEqual(['files'])
  })

  it('is read when it is sent, as often as it is', async () => {
    const { content } = createMultipart({}, { name: 'files', content: new Blob(['again']) }, randomBytes)
    expect(await content.text()).toBe(await content.text())
  })
})
