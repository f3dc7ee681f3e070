import type { ShownGrant } from '../../control/tokens.ts'
import type { People } from '../../people.ts'

const MOST_LINES = 5

/** What ends when the clock goes forward, like "Ada’s access token will expire"; the first few, then how many more. */
export function describeExpiring(grants: ShownGrant[], people: People, stepMs: number): string[] {
  const counts = new Map<string, number>()
  for (const { user, refreshToken, accessTokens } of grants) {
    const name = people.find(user)?.displayName ?? user
    const count = (token: { leftMs: number }, kind: string) => {
      if (token.leftMs > stepMs) return
      const key = `${name}’s ${kind} token`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    for (const token of accessTokens) count(token, 'access')
    if (refreshToken) count(refreshToken, 'refresh')
  }
  const lines = [...counts].map(([whose, number]) =>
    number === 1 ? `${whose} will expire` : `${number} of ${whose}s will expire`,
  )
  if (lines.length === 0) return ['Nothing will expire']
  const more = lines.length - MOST_LINES
  return more > 0 ? [...lines.slice(0, MOST_LINES), `and ${more} more`] : lines
}
