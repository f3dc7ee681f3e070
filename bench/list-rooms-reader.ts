/** Lists all spaces once, in a process of its own: by the client, or by the loop that people write by hand. */
import { createWebexClient } from '../src/api/index.ts'
import { nodeEnvironment } from '../src/environment.ts'
import { Secret } from '../src/secret.ts'

/** What one listing took, in ms and bytes, since just before it. */
export interface Listing {
  firstMs: number
  lastMs: number
  grownBytes: number
  items: number
}

const [how = '', apiUrl = '', token = ''] = process.argv.slice(2)
const heldBefore = process.memoryUsage().rss
const began = performance.now()
let firstMs = 0
let items = 0
for await (const { id } of how === 'client' ? readByClient() : readByLoop()) {
  if (id && items++ === 0) firstMs = performance.now() - began
}
const lastMs = performance.now() - began
const grownBytes = process.resourceUsage().maxRSS * 1024 - heldBefore
const listing: Listing = { firstMs, lastMs, grownBytes, items }
process.send?.(listing, () => process.exit())

function readByClient(): AsyncIterable<{ id: string }> {
  const secret = new Secret(token)
  const accessToken = async () => ({ token: secret, generation: 1, expiresAt: Number.POSITIVE_INFINITY })
  return createWebexClient({ apiUrl, environment: nodeEnvironment(), accessToken }).rooms.list()
}

/** The largest pages, nothing checked, no failure expected. */
async function* readByLoop(): AsyncGenerator<{ id: string }> {
  for (let url: string | undefined = `${apiUrl}/rooms?max=1000`; url; ) {
    const response: Response = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
    const page = (await response.json()) as { items: { id: string }[] }
    yield* page.items
    url = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1]
  }
}
