/** One of several processes that use one grant: makes many calls at once and prints what came of them. */
import { createGrantkeeper } from '../../src/grantkeeper.ts'
import { postgresStore } from '../../src/stores/postgres.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'

const given = JSON.parse(process.env.CALLER ?? '{}')

const keeper = createGrantkeeper({
  ...given.integration,
  store: given.file ? sqliteStore({ file: given.file }) : postgresStore({ connectionString: given.connectionString }),
  keys: [given.key],
  environment: { now: () => Date.now() + given.aheadMs },
})
const webex = await keeper.webex({ grant: given.grant })
const calls = await Promise.allSettled(Array.from({ length: given.calls }, () => webex.people.me()))
const failures = calls.flatMap((call) => (call.status === 'rejected' ? [String(call.reason)] : []))
console.log(JSON.stringify({ succeeded: calls.length - failures.length, failures }))
await keeper.close()
