import { type AppWorld, type AppWorldOptions, createAppWorld, MORE_SCOPES, SCOPES } from '../browser/app-world.ts'
import type { Visitor } from '../visitor.ts'
import { type Answered, type Asked, ask } from './http.ts'

export const TOKEN = 'token-of-the-operator-of-this-test'

/** An app over real HTTP in which two people are connected, each in a browser of their own, and an operator signed in. */
export interface SecurityWorld extends AppWorld {
  ada: Visitor
  grace: Visitor
  operator: Visitor
  /** Ids of what belongs to each. */
  ids: { ada: string; grace: string; space: string; flow: string }
  /** The path with an id of what is meant in place of `:id`. */
  fill(path: string, whose?: 'ada' | 'grace'): string
  /** As a page of the app itself asks, except for what is given. */
  ask(asked: Asked): Promise<Answered>
  host: string
}

export async function createSecurityWorld(options: AppWorldOptions = {}): Promise<SecurityWorld> {
  const world = await createAppWorld({
    app: { operatorToken: TOKEN, operatorByTokenOnly: true },
    inspector: true,
    ...options,
    keeper: { scopes: [...SCOPES, ...MORE_SCOPES], ...options.keeper },
  })
  const [ada, grace, operator] = [world.newVisitor(), world.newVisitor(), world.newVisitor()]
  await ada.grantAs('ada')
  await grace.grantAs('grace')
  await operator.post('/operator', { 'content-type': 'application/x-www-form-urlencoded' }, { token: TOKEN })
  const ids = {
    ada: await findGrant(world, 'ada'),
    grace: await findGrant(world, 'grace'),
    space: await makeSpace(world),
    flow: world.inspector?.flows[0]?.id ?? '',
  }
  const host = `localhost:${world.port}`
  const withHost = (asked: Asked): Asked => ({ ...asked, headers: { host, ...asked.headers } })
  // Not spread: the app of a world is a getter.
  return Object.assign(world, {
    ada,
    grace,
    operator,
    ids,
    host,
    fill: (path: string, whose: 'ada' | 'grace' = 'ada') => path.replace(':id', chooseId(path, whose, ids)),
    ask: (asked: Asked) => ask(world.port, withHost(asked)),
  })
}

function chooseId(path: string, whose: 'ada' | 'grace', ids: SecurityWorld['ids']): string {
  if (path.startsWith('/spaces')) return ids.space
  if (path.startsWith('/flow')) return ids.flow
  if (path.startsWith('/errors')) return 'WX-HOST'
  return ids[whose]
}

async function findGrant({ keeper }: AppWorld, user: string): Promise<string> {
  const [grant] = await keeper.grants.list({ search: `${user}@` })
  if (!grant) throw new Error(`${user} has no grant`)
  return grant.id
}

async function makeSpace({ emulator }: AppWorld): Promise<string> {
  const { id } = (await emulator.control('spaces add', { user: 'ada', title: 'Launch plan' })) as { id: string }
  return id
}

/** What a browser sends along with a form of one of our own pages. */
export function ownPage(world: SecurityWorld): Record<string, string> {
  return { 'sec-fetch-site': 'same-origin', origin: world.origin, 'content-type': 'application/x-www-form-urlencoded' }
}
