import { existsSync } from 'node:fs'
import { type Config, openOptions } from '../../config.ts'
import { createGrantkeeper, type Environment, type Grantkeeper } from '../../index.ts'
import { hasDatabase } from '../open-keeper.ts'
import { describeError, type Finding, isFine } from './finding.ts'

/** Whether the store opens, every row has its key, and how the grants are. It makes no database and no key. */
export async function checkStore(config: Config, environment: Environment): Promise<Finding[]> {
  const { database, keys, keyFile } = config
  if (!hasDatabase(config)) {
    return [{ section: 'Store', level: 'note', text: `no database yet: "serve" makes ${database.value}` }]
  }
  if (!keys && !existsSync(keyFile)) {
    const text = `no key: GRANTKEEPER_KEY is not set, and there is no ${keyFile}`
    return [
      {
        section: 'Store',
        level: 'error',
        text,
        code: 'WX-KEY-MISSING',
        fix: 'Set the key the grants were sealed with.',
      },
    ]
  }
  try {
    return await withKeeper(config, environment, async (keeper) => [
      isFine('Store', database.value),
      ...(await checkKeys(keeper)),
      ...(await checkGrants(keeper)),
    ])
  } catch (error) {
    return [describeError('Store', error)]
  }
}

async function withKeeper<T>(config: Config, environment: Environment, look: (keeper: Grantkeeper) => Promise<T>) {
  const keeper = createGrantkeeper({ ...openOptions(config, environment), environment })
  try {
    return await look(keeper)
  } finally {
    await keeper.close()
  }
}

/** Where rows are counted whose key cannot be told. */
const NO_ID = '?'

async function checkKeys(keeper: Grantkeeper): Promise<Finding[]> {
  const { known, rows } = await keeper.keys.inspect()
  const locked = Object.entries(rows).filter(([id]) => !known.includes(id))
  if (locked.length === 0)
    return [isFine('Store', `every row opens with ${known.length === 1 ? 'the key' : 'the keys'} ${known.join(', ')}`)]
  return locked.map(([id, count]) => ({
    section: 'Store',
    level: 'error',
    text: id === NO_ID ? `${count} rows were altered` : `the key ${id} is missing: ${count} rows are locked`,
    code: 'WX-GRANT-LOCKED',
    fix:
      id === NO_ID
        ? 'Restore them from a backup; nothing was deleted.'
        : 'Put it back behind the first key; nothing was deleted.',
  }))
}

async function checkGrants(keeper: Grantkeeper): Promise<Finding[]> {
  const { healthy = 0, failing = 0, reconnect = 0 } = await keeper.grants.count()
  const total = healthy + failing + reconnect
  const findings = [isFine('Store', `${total} ${total === 1 ? 'connection' : 'connections'}, ${healthy} healthy`)]
  if (failing > 0)
    findings.push({
      section: 'Store',
      level: 'warning',
      text: `${failing} failing: tried again by themselves`,
      code: 'WX-REFRESH-FAILING',
    })
  if (reconnect > 0)
    findings.push({
      section: 'Store',
      level: 'warning',
      text: `${reconnect} ended at Webex: only the person can renew them`,
      code: 'WX-RECONNECT',
    })
  return findings
}
