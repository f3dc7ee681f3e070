import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { GrantkeeperError } from '../index.ts'
import { UsageError } from './arguments.ts'
import { cleanText } from './output.ts'

/**
 * The certificate and the private key of two PEM files; undefined without any. The key is never told.
 * @throws UsageError when only one is named; WX-CONFIG-INVALID when a file cannot be read, or the two are no pair
 */
export function readTls(certFile: string | undefined, keyFile: string | undefined) {
  if (certFile === undefined && keyFile === undefined) return undefined
  if (certFile === undefined || keyFile === undefined) throw new UsageError('--tls-cert and --tls-key go together.')
  const pair = { cert: readPem('--tls-cert', certFile), key: readPem('--tls-key', keyFile) }
  try {
    createSecureContext(pair)
  } catch {
    const detail = `${cleanText(certFile)} and ${cleanText(keyFile)} are no certificate and private key that go together, as PEM.`
    throw new GrantkeeperError('WX-CONFIG-INVALID', { detail })
  }
  return pair
}

function readPem(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new GrantkeeperError('WX-CONFIG-INVALID', { detail: `${option}: ${cleanText(file)} cannot be read.` })
  }
}
