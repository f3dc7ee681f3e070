import { createWebexClient } from 'grantkeeper'

/** A bot has a token of its own: no grant, no store. */
export const createBot = (env = process.env) => createWebexClient({ accessToken: env.WEBEX_BOT_TOKEN })
