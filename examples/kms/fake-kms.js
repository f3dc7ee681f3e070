import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { keepFile } from './keep-file.js'

/**
 * Stands for the KMS of your cloud, with the two calls that each of them has: make a data key (AWS GenerateDataKey, Google and
 * Azure encrypt or wrap one of yours) and unwrap it again (Decrypt). A real one never lets its master key out; this one keeps
 * it in a file, and protects nothing.
 */
export function openFakeKms(file) {
  const masterKey = () => keepFile(file, async () => randomBytes(32).toString('base64'))
  return {
    async makeWrappedKey() {
      return wrap(await masterKey(), randomBytes(32))
    },
    async unwrap(wrapped) {
      return unwrap(await masterKey(), wrapped)
    },
  }
}

function wrap(masterKey, key) {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(masterKey, 'base64'), iv)
  return Buffer.concat([iv, cipher.update(key), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

function unwrap(masterKey, wrapped) {
  const bytes = Buffer.from(wrapped, 'base64')
  const key = Buffer.from(masterKey, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('base64')
}
