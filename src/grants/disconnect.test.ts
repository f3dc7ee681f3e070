import { beforeEach, describe, expect, it } from 'vitest'
import { createGrantsWorld, type GrantsWorld } from '../../test/grants-world.ts'
import type { GrantRow } from './store.ts'

let made: GrantsWorld
let row: GrantRow

beforeEach(async () => {
  made = createGrantsWorld()
  row = await made.storeGrant()
})

describe('a disconnect', () => {
  it('revokes the tokens that stood there last, also when they came while it was under way', async () => {
    const other = made.createProcess({ holder: 'process-2' })
    let isRenewed = false
    const store: GrantsWorld['store'] = {
      ...made.store,
      async deleteGrant(...deletion) {
        if (!isRenewed) await other.refresh(row.id, row.generation)
        isRenewed = true
        return made.store.deleteGrant(...deletion)
      },
    }
    const process = made.createProcess({ store })
    expect(await made.world.finish(process.disconnect(row.id))).toMatchObject({ revokedAtWebex: true })
    expect(made.endpoint.requests.map((request) => request.get('token'))).toEqual([null, 'refresh-1'])
    expect(await made.store.getGrant(row.id)).toBeUndefined()
  })

  it('of a grant that another process disconnected meanwhile says that there is none', async () => {
    const process = made.createProcess({
      store: {
        ...made.store,
        async deleteGrant(id, generation, revocation) {
          await made.store.deleteGrant(id, generation)
          return made.store.deleteGrant(id, generation, revocation)
        },
      },
    })
    await expect(process.disconnect(row.id)).rejects.toMatchObject({ code: 'WX-GRANT-UNKNOWN' })
    expect(made.endpoint.requests).toEqual([])
  })
})
