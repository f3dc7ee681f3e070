import { describe, expect, it } from 'vitest'
import { GrantkeeperError } from '../errors/index.ts'
import type { Grant } from '../grants/grant.ts'
import { disconnectAll } from './disconnect-all.ts'

/** A list of so many grants, in one page. */
const listing = (count: number) => ({
  list: async ({ after }: { after?: string }) =>
    after === undefined ? Array.from({ length: count }, (_, index) => ({ id: `g${index}` }) as Grant) : [],
})

const refusing = (gone: string, code: 'WX-GRANT-UNKNOWN' | 'WX-STORE-UNAVAILABLE') => async (id: string) => {
  if (id === gone) throw new GrantkeeperError(code)
  return { grantId: id, revokedAtWebex: true, code: undefined }
}

describe('disconnecting everybody', () => {
  it('passes over whom somebody else disconnected meanwhile', async () => {
    const done = await disconnectAll(listing(3), refusing('g1', 'WX-GRANT-UNKNOWN'))
    expect(done.map(({ grantId }) => grantId)).toEqual(['g0', 'g2'])
  })

  it('ends where the store fails', async () => {
    const ended = disconnectAll(listing(3), refusing('g1', 'WX-STORE-UNAVAILABLE'))
    await expect(ended).rejects.toMatchObject({ code: 'WX-STORE-UNAVAILABLE' })
  })
})
