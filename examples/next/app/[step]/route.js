import { nextRoutes } from 'grantkeeper/adapters/next'
import { keeper } from '../../keeper.js'

export const { GET, POST } = nextRoutes(keeper) // answers connect, callback, disconnect and status
