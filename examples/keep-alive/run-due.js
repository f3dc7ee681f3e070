import { createGrantkeeper, optionsFromEnv } from 'grantkeeper'

/** Renews what is due, once. For cron, a systemd timer, or the handler of a job queue. */
const keeper = createGrantkeeper(optionsFromEnv()) // WEBEX_*, GRANTKEEPER_KEY and DATABASE_URL
keeper.on('grant.expiring', ({ grantId, daysLeft }) => console.log(`${grantId} ends in ${daysLeft} days`))
await keeper.runDue()
await keeper.close()
