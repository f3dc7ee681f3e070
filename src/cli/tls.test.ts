import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readTls } from './tls.ts'

const pem = (name: string) => join(import.meta.dirname, '../../test/tls', name)
const [cert, key] = [pem('localhost.cert.pem'), pem('localhost.key.pem')]
const folder = mkdtempSync(join(tmpdir(), 'gk-tls-'))

afterAll(() => rmSync(folder, { recursive: true }))

it('reads a certificate and its key', () => {
  expect(readTls(cert, key)).toEqual({
    cert: expect.stringMatching(/^-----BEGIN CERTIFICATE/),
    key: expect.stringMatching(/^-----BEGIN PRIVATE KEY/),
  })
  expect(readTls(undefined, undefined)).toBeUndefined()
})

it.each([
  [cert, undefined, 'WX-USAGE', /go together/],
  [undefined, key, 'WX-USAGE', /go together/],
  [cert, join(folder, 'none'), 'WX-CONFIG-INVALID', /--tls-key: .* cannot be read/],
  [folder, key, 'WX-CONFIG-INVALID', /--tls-cert: .* cannot be read/],
  [key, cert, 'WX-CONFIG-INVALID', /are no certificate and private key/],
])('refuses %s with %s', (certFile, keyFile, code, message) => {
  expect(() => readTls(certFile, keyFile)).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) }),
  )
})

it('never tells what stands in a file', () => {
  const secret = join(folder, 'secret')
  writeFileSync(secret, 'canary-5c1')
  let said = ''
  try {
    readTls(cert, secret)
  } catch (error) {
    said = `${error} ${(error as Error).stack}`
  }
  expect(said).toContain('no certificate and private key')
  expect(said).not.toContain('canary')
})
