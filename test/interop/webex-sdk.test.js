import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { startWebex } from './webex.js'

/** Webex's SDK reads where its services are when it is loaded, so it lives in a process of its own. */
async function runSdk(url, task) {
  const env = {
    ...process.env,
    HYDRA_SERVICE_URL: `${url}/v1`,
    IDBROKER_BASE_URL: url,
    U2C_SERVICE_URL: `${url}/u2c/api/v1`,
    IDENTITY_BASE_URL: url,
    SQDISCOVERY_SERVICE_URL: url,
    SDK_TASK: JSON.stringify(task),
  }
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'webex-sdk.cjs')], { env })
  return JSON.parse(/^RESULT (.*)$/m.exec(stdout)[1])
}

it("Webex's own SDK signs in, lists spaces, posts a message and renews by itself", async () => {
  const scopes = ['spark:people_read', 'spark:rooms_read', 'spark:messages_read', 'spark:messages_write']
  const { emulator, url, app, redirectUri } = await startWebex({ scopes })
  const back = new URL(await emulator.signIn(app.authorizationUrl, 'ada'))
  const { clientId, clientSecret } = app
  const result = await runSdk(url, { clientId, clientSecret, redirectUri, code: back.searchParams.get('code') })
  expect(result).toMatchObject({ me: 'ada@example.com', rooms: 5, nextRooms: 5, posted: 'Hello from the SDK' })
  expect(result.renewed).toBe(true)
  expect(emulator.overlap()).toBeLessThanOrEqual(1)
})
