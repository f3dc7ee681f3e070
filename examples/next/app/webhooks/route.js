import { nextWebhooks } from 'grantkeeper/adapters/next'
import { keeper } from '../../keeper.js'

const secret = process.env.WEBHOOK_SECRET

export const POST = nextWebhooks(keeper, { secret }, ({ type, data }) => console.log(type, data.id))
