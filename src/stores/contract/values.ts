import { equal, rejects } from 'node:assert/strict'
import { createGrantRow, createSessionRow, type StoreCheck } from './check.ts'

const refused = { code: 'WX-REQUEST-INVALID' }

export function checkValues(check: StoreCheck): void {
  check('keeps any text whole: quotes, signs of SQL, every script, and long', async (store) => {
    const texts = [
      `'; DROP TABLE grantkeeper_grants; --`,
      '"%_\\?$1',
      '\r\n\t\u001b',
      'Ωμέγα 漢字 🦄 e\u0301',
      'x'.repeat(100_000),
    ]
    for (const text of texts) {
      await store.insertGrant(createGrantRow({ id: text, owner: text, sealedTokens: text }))
      const read = await store.getGrant(text)
      equal(read?.sealedTokens, text)
      equal((await store.getGrantOf('client', text))?.id, text)
    }
  })

  check('tells texts apart that differ only in case, blanks or the way of writing a letter', async (store) => {
    const owners = ['ada', 'Ada', 'ada ', 'é', 'e\u0301', '']
    for (const owner of owners) equal(await store.insertGrant(createGrantRow({ id: `of ${owner}`, owner })), true)
    for (const owner of owners) equal((await store.getGrantOf('client', owner))?.id, `of ${owner}`)
  })

  for (const [what, text] of Object.entries({ NUL: 'ada\0grace', 'half a surrogate pair': 'ada\ud800' })) {
    check(`refuses text with ${what}, which some database would change silently`, async (store) => {
      await rejects(store.insertGrant(createGrantRow({ owner: text })), refused)
      await rejects(store.insertSession(createSessionRow({ owner: text })), refused)
      await rejects(store.claimState(text, 1000), refused)
      await rejects(store.getGrant(text), refused)
      await rejects(store.getSession(text), refused)
      equal((await store.listGrants({ limit: 1 })).length, 0)
    })
  }

  check('keeps instants in whole milliseconds, and refuses what is none', async (store) => {
    await store.insertGrant(createGrantRow({ accessExpiresAt: 1_800_000_000_000.6 }))
    equal((await store.getGrant('grant-1'))?.accessExpiresAt, 1_800_000_000_001)
    await rejects(store.updateGrant('grant-1', 7, { accessExpiresAt: Number.NaN }), refused)
    await rejects(store.updateGrant('grant-1', 7, { accessExpiresAt: Number.POSITIVE_INFINITY }), refused)
  })

  for (const limit of [0, -1, 1.5, 1001, Number.NaN]) {
    check(`refuses a list of ${limit} rows`, async (store) => {
      await rejects(store.listGrants({ limit }), refused)
    })
  }
}
