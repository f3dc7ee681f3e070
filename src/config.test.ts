import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ConfigSources, openOptions, readConfig, readEmulatorUrl, runsInProduction } from './config.ts'
import { GrantkeeperError, isGrantkeeperError } from './errors/index.ts'

const SECRET = 'canary-secret-8d1f'
const complete = {
  WEBEX_CLIENT_ID: 'C0ffee',
  WEBEX_CLIENT_SECRET: SECRET,
  WEBEX_REDIRECT_URI: 'http://localhost:10060/oauth',
  WEBEX_SCOPES: 'spark:rooms_read spark:people_read',
}
const portalUrl =
  'https://webexapis.com/v1/authorize?client_id=C0ffee&response_type=code' +
  '&redirect_uri=http%3A%2F%2Flocalhost%3A10060%2Foauth' +
  '&scope=spark%3Akms%20spark%3Arooms_read%20spark%3Apeople_read&state=set_state_here'

let cwd: string

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'gk-config-'))
})

afterEach(() => rmSync(cwd, { recursive: true }))

const read = (env: Record<string, string | undefined>, more: ConfigSources = {}) => readConfig({ env, cwd, ...more })

function writeEnv(variables: Record<string, string>, name = '.env'): void {
  const lines = Object.entries(variables).map(([key, value]) => `${key}="${value}"\n`)
  writeFileSync(join(cwd, name), lines.join(''), { mode: 0o600 })
}

function refusal(work: () => unknown): GrantkeeperError {
  try {
    work()
  } catch (error) {
    if (isGrantkeeperError(error)) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('reading the configuration', () => {
  it('takes the integration from the environment and tells where each value is from', () => {
    const config = read(complete)
    expect(config.clientId).toMatchObject({ name: 'WEBEX_CLIENT_ID', value: 'C0ffee', origin: 'env' })
    expect(config.baseUrl).toMatchObject({ value: 'https://webexapis.com/v1', origin: 'default' })
    expect(config.database).toMatchObject({ value: join(cwd, '.grantkeeper/grants.db'), origin: 'default' })
    expect(config.port).toMatchObject({ name: 'WEBEX_REDIRECT_URI', value: 10060 })
    expect(config.clientSecret.reveal()).toBe(SECRET)
  })

  it('lets flags win over the environment and the environment over .env', () => {
    writeEnv({ ...complete, WEBEX_CLIENT_ID: 'from-file', WEBEX_SCOPES: 'spark:all' })
    const config = read({ WEBEX_CLIENT_ID: 'from-env' }, { flags: { port: 8081 } })
    expect(config.clientId).toMatchObject({ value: 'from-env', origin: 'env' })
    expect(config.scopes).toMatchObject({ value: 'spark:all', origin: '.env' })
    expect(config.port).toEqual({ name: '--port', value: 8081, origin: 'flag' })
  })

  it('reads the file that was named in place of .env, and demands that it is there', () => {
    writeEnv({ WEBEX_CLIENT_ID: 'ignored' })
    writeEnv(complete, 'other.env')
    expect(read({}, { envFile: 'other.env' }).clientId).toMatchObject({ value: 'C0ffee', file: 'other.env' })
    const error = refusal(() => read(complete, { envFile: 'absent.env' }))
    expect(error.code).toBe('WX-CONFIG-INVALID')
    expect(error.detail).toBe('The file absent.env cannot be read (ENOENT).')
  })

  it('lets .env.local win over .env, .env over the project, and the project over the person', () => {
    const home = join(cwd, 'home')
    mkdirSync(join(home, '.config', 'grantkeeper'), { recursive: true })
    const set = (file: string, names: readonly string[]) =>
      writeFileSync(join(cwd, file), names.map((name) => `${name}=${complete[name as 'WEBEX_SCOPES']}`).join('\n'), {
        mode: 0o600,
      })
    set('home/.config/grantkeeper/settings', Object.keys(complete))
    expect(read({ HOME: home }).clientId).toMatchObject({
      value: 'C0ffee',
      file: join(home, '.config/grantkeeper/settings'),
    })
    writeFileSync(
      join(cwd, 'grantkeeper.config.json'),
      '{"WEBEX_SCOPES":["spark:all","spark:kms"],"WEBEX_CLIENT_ID":"C2"}',
    )
    expect(read({ HOME: home }).scopes).toMatchObject({ value: 'spark:all spark:kms', file: 'grantkeeper.config.json' })
    writeFileSync(join(cwd, '.env'), 'WEBEX_CLIENT_ID=C3\nWEBEX_REDIRECT_URI=http://localhost:3/', { mode: 0o600 })
    writeFileSync(join(cwd, '.env.local'), 'WEBEX_CLIENT_ID=C4', { mode: 0o600 })
    const { clientId, redirectUri, scopes, notes } = read({ XDG_CONFIG_HOME: join(home, '.config') })
    expect([clientId, redirectUri, scopes].map(({ file }) => file)).toEqual([
      '.env.local',
      '.env',
      'grantkeeper.config.json',
    ])
    expect([clientId.value, notes.join()]).toEqual(['C4', expect.not.stringContaining('chmod')])
    expect(() => read({ HOME: home }, { envFile: '.env' })).toThrow('Missing: WEBEX_CLIENT_SECRET, WEBEX_SCOPES')
  })

  it('starts where the home of whoever runs it is no folder', () => {
    writeFileSync(join(cwd, 'home'), '')
    expect(read({ ...complete, HOME: join(cwd, 'home') }).clientId.value).toBe(complete.WEBEX_CLIENT_ID)
  })

  it.each([
    ['[]', 'is no JSON object'],
    [`{"WEBEX_CLIENT_SECRET":"${SECRET}"}`, 'holds WEBEX_CLIENT_SECRET, a secret; set it in .env'],
    [`{"DATABASE_URL":"postgres://me:${SECRET}@db/x"}`, 'holds DATABASE_URL, a secret'],
    ['{"WEBEX_SCOPE":"spark:all"}', 'knows no setting WEBEX_SCOPE.'],
    ['{"WEBEX_SCOPES":{}}', 'sets WEBEX_SCOPES to what is neither a text nor a list of texts'],
    ['{"__proto__":"x"}', 'knows no setting __proto__'],
  ])('refuses a grantkeeper.config.json like %s', (text, why) => {
    writeFileSync(join(cwd, 'grantkeeper.config.json'), text)
    expect(() => read(complete)).toThrow(`grantkeeper.config.json ${why}`)
    expect(() => read(complete)).not.toThrow(SECRET)
  })

  it('makes and opens nothing', () => {
    read(complete)
    expect(readdirSync(cwd)).toEqual([])
  })

  it('shows no secret however it is printed', () => {
    const config = read({ ...complete, GRANTKEEPER_KEY: SECRET })
    const printed = [inspect(config, { depth: 9, showHidden: true }), JSON.stringify(config), String(config)]
    expect(printed.join()).not.toContain(SECRET)
  })

  it('reads the client secret from a file', () => {
    writeFileSync(join(cwd, 'secret'), `${SECRET}\n`)
    const env = { ...complete, WEBEX_CLIENT_SECRET: undefined, WEBEX_CLIENT_SECRET_FILE: 'secret' }
    expect(read(env).clientSecret).toMatchObject({ name: 'WEBEX_CLIENT_SECRET_FILE', origin: 'env' })
    expect(read(env).clientSecret.reveal()).toBe(SECRET)
  })
})

describe('the pasted authorization URL', () => {
  const pasted = { WEBEX_AUTHORIZATION_URL: portalUrl, WEBEX_CLIENT_SECRET: SECRET }

  it('tells everything but the secret', () => {
    const config = read(pasted)
    expect(config.clientId).toMatchObject({ name: 'WEBEX_AUTHORIZATION_URL', value: 'C0ffee', origin: 'env' })
    expect(config.redirectUri.value).toBe('http://localhost:10060/oauth')
    expect(config.scopes.value).toBe('spark:kms spark:rooms_read spark:people_read')
    expect(config.baseUrl.value).toBe('https://webexapis.com/v1')
  })

  it('may be repeated by other variables, and narrowed in scopes', () => {
    const env = { ...pasted, ...complete, WEBEX_BASE_URL: 'https://webexapis.com/v1/' }
    expect(read(env).scopes).toMatchObject({ name: 'WEBEX_SCOPES', value: complete.WEBEX_SCOPES })
  })

  it.each([
    ['WEBEX_CLIENT_ID', 'C0ffef'],
    ['WEBEX_REDIRECT_URI', 'http://localhost:10060/oauth/'],
    ['WEBEX_BASE_URL', 'http://127.0.0.1:10061/v1'],
  ])('must not be contradicted by %s', (name, value) => {
    writeEnv({ [name]: value })
    const error = refusal(() => read(pasted))
    expect(error.code).toBe('WX-CONFIG-INVALID')
    expect(error.detail).toBe(
      `${name} (.env) contradicts WEBEX_AUTHORIZATION_URL (environment); remove one of the two.`,
    )
  })

  it('refuses a scope that it does not hold, by name', () => {
    const error = refusal(() => read({ ...pasted, WEBEX_SCOPES: 'spark:rooms_read spark:rooms_write' }))
    expect(error.detail).toContain('does not hold: spark:rooms_write')
  })

  it('names the variable when it is no such URL', () => {
    const error = refusal(() => read({ ...pasted, WEBEX_AUTHORIZATION_URL: 'https://webexapis.com/v1/rooms' }))
    expect(error.detail).toMatch(/^WEBEX_AUTHORIZATION_URL \(environment\) has a path/)
  })
})

describe('the address that revokes tokens', () => {
  it('goes with the API unless it is set', () => {
    const options = (env: Record<string, string>) =>
      openOptions(read({ ...complete, DATABASE_URL: ':memory:', ...env }))
    expect(options({}).revokeUrl).toBeUndefined()
    expect(options({ WEBEX_REVOKE_URL: 'https://idb.example/revoke' }).revokeUrl).toBe('https://idb.example/revoke')
  })
})

describe('what is missing', () => {
  it('is told in one message', () => {
    const error = refusal(() => read({}))
    expect(error.code).toBe('WX-CONFIG-MISSING')
    expect(error.detail).toBe(
      'Missing: WEBEX_CLIENT_ID, WEBEX_CLIENT_SECRET, WEBEX_REDIRECT_URI, WEBEX_SCOPES. Looked in the environment.',
    )
  })

  it.each(Object.keys(complete))('is %s when only that is', (name) => {
    writeEnv({})
    const error = refusal(() => read({ ...complete, [name]: undefined }))
    expect(error.detail).toBe(`Missing: ${name}. Looked in the environment and .env.`)
  })

  it('is an empty variable too', () => {
    expect(refusal(() => read({ ...complete, WEBEX_CLIENT_SECRET: ' ' })).code).toBe('WX-CONFIG-MISSING')
  })

  it.each([
    ['CLIENT_ID', 'WEBEX_CLIENT_ID'],
    ['AUTH_WEBEX_ID', 'WEBEX_CLIENT_ID'],
    ['WEBEX_CLIENTID', 'WEBEX_CLIENT_ID'],
    ['WEBEX_INTEGRATION_CLIENT_ID', 'WEBEX_CLIENT_ID'],
    ['CLIENT_SECRET', 'WEBEX_CLIENT_SECRET'],
    ['REDIRECT_URI', 'WEBEX_REDIRECT_URI'],
    ['AUTH_INIT_URL', 'WEBEX_AUTHORIZATION_URL'],
  ])('comes with a hint when it is there as %s', (foreign, ours) => {
    const error = refusal(() => read({ [foreign]: SECRET }))
    expect(error.detail).toContain(`${foreign} (environment) is set: rename it to ${ours}.`)
    expect(inspect(error)).not.toContain(SECRET)
  })
})

describe('what cannot be used', () => {
  it.each([
    ['WEBEX_REDIRECT_URI', 'localhost:10060', 'WX-CONFIG-INVALID'],
    ['WEBEX_REDIRECT_URI', 'http://example.com/oauth', 'WX-CONFIG-INSECURE'],
    ['WEBEX_BASE_URL', 'ftp://webexapis.com/v1', 'WX-CONFIG-INVALID'],
    ['WEBEX_BASE_URL', 'http://webexapis.com/v1', 'WX-CONFIG-INSECURE'],
    ['WEBEX_CLIENT_ID', 'two words', 'WX-CONFIG-INVALID'],
    ['WEBEX_CLIENT_SECRET', `${SECRET} ${SECRET}`, 'WX-CONFIG-INVALID'],
    ['WEBEX_SCOPES', 'spark:rooms_read,spark:people_read', 'WX-SCOPE-UNKNOWN'],
    ['DATABASE_URL', `mysql://me:${SECRET}@db/grants`, 'WX-CONFIG-INVALID'],
    ['DATABASE_URL', `postgres://me:${SECRET}@db`, 'WX-CONFIG-INVALID'],
    ['DATABASE_URL', `postgres://me:12/${SECRET}@db/grants`, 'WX-CONFIG-INVALID'],
    ['DATABASE_URL', `postgres://me:12/3#${SECRET}@db/grants`, 'WX-CONFIG-INVALID'],
    ['DATABASE_URL', `postgresql://me:/${SECRET}@db/grants`, 'WX-CONFIG-INVALID'],
    ['DATABASE_URL', 'sqlite:', 'WX-CONFIG-INVALID'],
    ['WEBEX_CLIENT_SECRET_FILE', 'absent', 'WX-CONFIG-INVALID'],
  ])('%s=%s is refused with its name and origin', (name, value, code) => {
    const error = refusal(() => read({ ...complete, [name]: value }))
    expect(error.code).toBe(code)
    expect(error.detail).toMatch(/^(DATABASE_URL|WEBEX_\w+) \(environment\)/)
    expect(error.detail).toContain(name.replace('_FILE', ''))
    expect(inspect(error)).not.toContain(SECRET)
  })

  it('says which databases can be opened', () => {
    const error = refusal(() => read({ ...complete, DATABASE_URL: 'mysql://db/grants' }))
    expect(error.detail).toBe(
      'DATABASE_URL (environment) names a mysql database; PostgreSQL and SQLite files can be opened.',
    )
  })

  it('never fails in other words, whatever is set', () => {
    const names = [...Object.keys(complete), 'WEBEX_AUTHORIZATION_URL', 'WEBEX_BASE_URL', 'DATABASE_URL', 'NODE_ENV']
    const value = fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom(...Object.values(complete), portalUrl))
    const env = fc.dictionary(fc.constantFrom(...names), value)
    fc.assert(
      fc.property(env, (variables) => {
        try {
          read({ ...complete, ...variables })
        } catch (error) {
          expect(error).toBeInstanceOf(GrantkeeperError)
        }
      }),
    )
  })
})

describe("the emulator's address", () => {
  it.each([
    ['', 'http://127.0.0.1:10061'],
    ['WEBEX_BASE_URL=https://webexapis.com/v1', 'http://127.0.0.1:10061'],
    ['WEBEX_BASE_URL=http://127.0.0.1.example/v1', 'http://127.0.0.1:10061'],
    ['WEBEX_BASE_URL=http://localhost:4101/v1', 'http://localhost:4101'],
    ['GRANTKEEPER_EMULATOR_URL=http://127.0.0.1:4102\nWEBEX_BASE_URL=http://127.0.0.1:1/v1', 'http://127.0.0.1:4102'],
  ])('is read from .env as well: %j', (text, url) => {
    writeFileSync(join(cwd, '.env'), text)
    expect(readEmulatorUrl({}, cwd)).toBe(url)
    expect(readEmulatorUrl({ GRANTKEEPER_EMULATOR_URL: 'http://127.0.0.1:9' }, cwd)).toBe('http://127.0.0.1:9')
  })
})

describe('the database', () => {
  it.each([
    ['sqlite:data/g.db', 'data/g.db'],
    ['data/g.db', 'data/g.db'],
    ['sqlite:///srv/g.db', '/srv/g.db'],
    ['/srv/g.db', '/srv/g.db'],
  ])('%s is the file %s', (url, file) => {
    expect(read({ ...complete, DATABASE_URL: url }).database.value).toBe(file.startsWith('/') ? file : join(cwd, file))
  })

  it.each([
    [`postgres://me:${SECRET}@db.example.com:5433/grants?sslmode=verify-full&password=${SECRET}`],
    [`POSTGRESQL://${SECRET}@db.example.com:5433/grants`],
  ])('in PostgreSQL is shown by its address alone', (url) => {
    const { database } = read({ ...complete, DATABASE_URL: url })
    expect(database.value).toMatch(/^postgres(ql)?:\/\/db.example.com:5433\/grants$/)
    expect(inspect(database, { depth: 9, showHidden: true }) + JSON.stringify(database)).not.toContain(SECRET)
  })

  it('in PostgreSQL is not waited for until it is used', async () => {
    const { store } = openOptions(read({ ...complete, DATABASE_URL: `postgres://me:${SECRET}@127.0.0.1:1/grants` }))
    const error = await store.getGrant('none').catch((e) => e)
    expect([error.code, error.detail]).toEqual(['WX-STORE-UNAVAILABLE', expect.stringContaining('ECONNREFUSED')])
    expect(inspect(error)).not.toContain(SECRET)
    await store.close()
  })
})

describe('the notes', () => {
  it('tell when others can read .env', () => {
    writeEnv(complete)
    expect(read({}).notes.join()).not.toContain('chmod')
    chmodSync(join(cwd, '.env'), 0o644)
    expect(read({}).notes).toContain('.env can be read by every user of this computer. Run: chmod 600 .env')
  })

  it('explain the listen address of the tutorial', () => {
    const config = read({ ...complete, WEBEX_REDIRECT_URI: 'http://0.0.0.0:10060/oauth' })
    expect(config.notes[0]).toContain('browsers are sent to http://localhost:10060.')
    expect(config.redirectUri.value).toBe('http://0.0.0.0:10060/oauth')
  })
})

describe('the encryption key', () => {
  const open = async (env: Record<string, string> = {}) => {
    const { keys, store } = openOptions(read({ ...complete, ...env }))
    await store.close()
    return keys
  }

  it('is demanded in production', () => {
    expect(refusal(() => read({ ...complete, NODE_ENV: 'production' })).code).toBe('WX-KEY-MISSING')
    expect(refusal(() => read({ NODE_ENV: 'production' })).detail).toContain('WEBEX_SCOPES, GRANTKEEPER_KEY.')
    expect([runsInProduction({ NODE_ENV: 'production' }), runsInProduction({})]).toEqual([true, false])
  })

  it('may be several, and may be in a file', async () => {
    expect(await open({ GRANTKEEPER_KEY: 'new, old' })).toEqual(['new', 'old'])
    writeFileSync(join(cwd, 'keys'), 'new,old\n')
    expect(await open({ GRANTKEEPER_KEY_FILE: 'keys' })).toEqual(['new', 'old'])
    expect(existsSync(join(cwd, '.grantkeeper/key'))).toBe(false)
  })

  it('is made, kept for its owner alone, and used again in development', async () => {
    const [first] = await open()
    const file = join(cwd, '.grantkeeper/key')
    expect(Buffer.from(String(first), 'base64')).toHaveLength(32)
    expect(readFileSync(file, 'utf8').trim()).toBe(first)
    expect(await open()).toEqual([first])
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
    expect((statSync(join(cwd, '.grantkeeper')).mode & 0o777).toString(8)).toBe('700')
  })

  it('is one key even when another process makes its own at the same moment', () => {
    const config = read(complete)
    const other = Buffer.alloc(32, 7).toString('base64')
    mkdirSync(join(cwd, '.grantkeeper'))
    const randomBytes = (length: number) => {
      if (length === 32) writeFileSync(config.keyFile, other)
      return new Uint8Array(length)
    }
    const { keys, store } = openOptions(config, { randomBytes })
    expect(keys).toEqual([other])
    expect(readdirSync(join(cwd, '.grantkeeper')).filter((name) => name.startsWith('key'))).toEqual(['key'])
    return store.close()
  })
})
