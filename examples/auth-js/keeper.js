import { createGrantkeeper, optionsFromEnv } from 'grantkeeper'
import { auth } from './auth.js'

export const keeper = createGrantkeeper({ ...optionsFromEnv(), ownerOf: async () => (await auth())?.user?.id })
