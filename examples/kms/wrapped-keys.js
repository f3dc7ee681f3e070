import { Secret } from 'grantkeeper'
import { keepFile } from './keep-file.js'

/**
 * A KeyProvider: the data keys lie wrapped in WRAPPED_KEYS, separated by commas, and only the KMS opens them. The first
 * seals. Without the variable, the KMS makes a key on the first start, and its wrapped form is kept in `file`.
 */
export function wrappedKeys({ kms, file, env = process.env }) {
  return {
    async keys() {
      const wrapped = env.WRAPPED_KEYS ?? (await keepFile(file, kms.makeWrappedKey))
      return Promise.all(wrapped.split(',').map(async (key) => new Secret(await kms.unwrap(key))))
    },
  }
}
