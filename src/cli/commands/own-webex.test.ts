import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CliWorld, createCliWorld, listSecrets } from '../../../test/cli/world.ts'
import { COMMAND_LINE } from '../connections.ts'
import { writeJson } from '../output.ts'
import { writeCsvLine } from '../spaces/csv.ts'

let world: CliWorld

beforeEach(async () => {
  world = await createCliWorld(['spark:rooms_read', 'spark:rooms_write', 'spark:people_read'])
})

afterEach(() => world.close())

const connect = () => world.connect('ada', COMMAND_LINE)

describe('without a connection of its own', () => {
  it.each([['spaces'], ['api', '/people/me']])('%s says how to get one, and ends with 4', async (name, ...argv) => {
    const { exitCode, stdout, stderr } = await world.run(name, ...argv)
    expect(stderr.split('\n')).toEqual([
      '✘ The command line has no connection of its own yet.  WX-NOT-CONNECTED',
      '  → Run: grantkeeper login',
      '  More: grantkeeper explain WX-NOT-CONNECTED',
    ])
    expect([exitCode, stdout]).toEqual([4, ''])
  })

  it('or with one that has ended, says the same', async () => {
    await connect()
    world.emulator.revokeOutside('ada')
    world.emulator.expireAll()
    const { exitCode, stderr } = await world.run('spaces')
    expect(stderr).toMatch(/WX-RECONNECT\n {2}→ Run: grantkeeper login/)
    expect(exitCode).toBe(4)
  })
})

describe('grantkeeper spaces', () => {
  beforeEach(connect)

  it('lists the newest hundred, and says how to see more', async () => {
    const { exitCode, stdout, stderr } = await world.run('spaces')
    const lines = stdout.split('\n')
    expect(lines[0]).toMatch(/^TITLE +TYPE +LAST ACTIVITY +FLAGS$/)
    expect(lines).toHaveLength(101)
    expect(stderr).toBe('The first 100; --limit N or --all shows more.')
    expect(exitCode).toBe(0)
  })

  it('gives each space whole as JSON', async () => {
    const rooms = JSON.parse((await world.run('spaces', '--all', '--json')).stdout)
    expect(rooms).toHaveLength(312)
    expect(rooms[0]).toMatchObject({ id: expect.any(String), title: expect.any(String), type: 'group' })
  })

  it('searches, filters, sorts and limits', async () => {
    const all = JSON.parse((await world.run('spaces', '--all', '--json', '--sort', 'title')).stdout)
    const titles = all.map(({ title }: { title: string }) => title)
    const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
    expect(titles).toEqual([...titles].sort(collator.compare))
    const word = titles[5].toUpperCase()
    const found = JSON.parse((await world.run('spaces', '--search', word, '--json', '--type', all[5].type)).stdout)
    expect(found.map(({ id }: { id: string }) => id)).toContain(all[5].id)
    expect(JSON.parse((await world.run('spaces', '--limit', '3', '--json')).stdout)).toHaveLength(3)
    expect((await world.run('spaces', '--search', 'no such space')).stdout).toBe('No space matches.')
  })

  it('writes CSV', async () => {
    const { stdout } = await world.run('spaces', '--csv', '--limit', '2')
    const lines = stdout.split('\n')
    expect(lines[0]).toBe('id,title,type,lastActivity,created,isLocked,teamId')
    expect(lines).toHaveLength(3)
  })

  it('prints what was read until Webex failed, and ends with 5', async () => {
    world.emulator.faults.add({ on: 'GET /v1/rooms', status: 403, every: 2 })
    const { exitCode, stdout, stderr } = await world.run('spaces', '--all', '--json')
    expect(JSON.parse(stdout)).toHaveLength(100)
    expect(stderr).toContain('WX-API-FORBIDDEN')
    expect(exitCode).toBe(5)
  })

  it.each([
    [['--type', 'big'], '--type takes group or direct.'],
    [['--sort', 'size'], '--sort takes lastactivity or created or title.'],
    [['--limit', '0'], '--limit takes a number'],
    [['--limit', '5', '--all'], 'Either --limit or --all, not both.'],
    [['--json', '--csv'], 'Either --json or --csv, not both.'],
    [['now'], 'Unexpected word "now".'],
  ])('says what is wrong with %j', async (argv, message) => {
    const { exitCode, stdout, stderr } = await world.run('spaces', ...argv)
    expect(stderr).toContain(message)
    expect([exitCode, stdout]).toEqual([2, ''])
  })
})

describe('grantkeeper api', () => {
  beforeEach(connect)

  it('prints what Webex answers; GET is the default', async () => {
    const { exitCode, stdout, stderr } = await world.run('api', 'people/me')
    expect(JSON.parse(stdout)).toMatchObject({ emails: ['ada@example.com'] })
    expect(stdout.split('\n')[0]).toBe('{')
    expect([exitCode, stderr]).toEqual([0, ''])
    const line = await world.run('api', 'GET', '/people/me', '--json')
    expect(line.stdout).toBe(JSON.stringify(JSON.parse(stdout)))
  })

  it('sends fields and bodies, and adds a query', async () => {
    const made = JSON.parse((await world.run('api', 'post', '/rooms', '-f', 'title=Launch=1')).stdout)
    expect(made.title).toBe('Launch=1')
    const piped = '{"title":"Renamed"}'
    const renamed = await world.runWith({ piped }, 'api', 'PUT', `/rooms/${made.id}`, '--input', '-')
    expect(JSON.parse(renamed.stdout).title).toBe('Renamed')
    const listed = JSON.parse((await world.run('api', '/rooms?max=2', '-f', 'type=direct')).stdout)
    expect(listed.items.map(({ type }: { type: string }) => type)).toEqual(['direct', 'direct'])
    expect((await world.run('api', 'DELETE', `/rooms/${made.id}`)).stdout).toBe('')
  })

  it('follows pages, one item a line', async () => {
    const { stdout } = await world.run('api', '/rooms', '--paginate')
    expect(stdout.split('\n').map((line) => JSON.parse(line).id)).toHaveLength(312)
  })

  it('shows status and headers when asked, and never the token', async () => {
    const { stdout } = await world.run('api', '/people/me', '--include')
    expect(stdout).toMatch(/^HTTP 200\n/)
    expect(stdout).toMatch(/^trackingid: \S+$/m)
    expect(stdout).not.toMatch(/authorization|Bearer|_EMUL_/i)
    for (const secret of listSecrets(world.settings)) expect(stdout).not.toContain(secret)
  })

  it('prints what Webex says to a refusal, and ends with 5', async () => {
    const { exitCode, stdout, stderr } = await world.run('api', '/rooms/none')
    expect(JSON.parse(stdout)).toMatchObject({ message: expect.any(String), trackingId: expect.any(String) })
    expect(stderr).toContain('WX-API-')
    expect(exitCode).toBe(5)
  })

  it('names the scope that a refused call lacks, and the command that asks for it', async () => {
    const { exitCode, stderr } = await world.run('api', 'POST', '/messages', '-f', 'roomId=x', '-f', 'text=hi')
    expect(stderr.split('\n').slice(1, 3)).toEqual([
      '  POST /messages needs spark:messages_write, which this connection does not have.',
      "  → Tick it on the integration, then run: grantkeeper login --scopes 'spark:rooms_read spark:rooms_write spark:people_read spark:messages_write'",
    ])
    expect(exitCode).toBe(5)
    const webhook = ['POST', '/webhooks', '-f', 'name=n', '-f', 'targetUrl=http://127.0.0.1:1/', '-f', 'event=all']
    const { stderr: told } = await world.run('api', ...webhook, '-f', 'resource=messages')
    expect(told).toContain('POST /webhooks needs spark:messages_read, which')
    expect((await world.run('api', '/memberships?roomId=x', '--paginate')).stderr).toContain('spark:memberships_read')
  })

  it('blames no scope where none is missing', async () => {
    world.emulator.faults.add({ on: 'GET /v1/rooms', status: 403 })
    expect((await world.run('api', '/rooms')).stderr).not.toContain('grantkeeper login')
    expect((await world.run('spaces')).stderr).not.toContain('grantkeeper login')
  })

  it.each([
    [[], 'Which call? For example: grantkeeper api GET /people/me'],
    [['FETCH', '/rooms'], '"FETCH" is none of GET, POST'],
    [['https://evil.example/'], 'not a whole address'],
    [['/rooms', '-f', 'type'], '-f takes name=value, not "type".'],
    [['/rooms', '--input', '-'], 'GET sends no body'],
    [['POST', '/rooms', '--input', '/nowhere'], '--input: /nowhere cannot be read.'],
    [['POST', '/rooms', '--input', '-'], '--input: what was piped in is no JSON.'],
    [['POST', '/rooms', '--paginate'], '--paginate goes with GET'],
    [['/rooms', '--token', 'hush-5'], 'Secrets are never options'],
  ])('says what is wrong with %j', async (argv, message) => {
    const { exitCode, stdout, stderr } = await world.runWith({ piped: '{' }, 'api', ...argv)
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('hush-5')
    expect([exitCode, stdout]).toEqual([2, ''])
  })

  it('never leaves the API', async () => {
    const { exitCode, stderr } = await world.run('api', '/../../_emulator')
    expect(stderr).toContain('WX-REQUEST-INVALID')
    expect(exitCode).toBe(1)
  })
})

describe('what is printed', () => {
  it('is one line of CSV for each space, and no formula', () => {
    expect(writeCsvLine(['a', 'b,"c"\n', '=1+1', undefined, true])).toBe(`a,"b,""c"" ",'=1+1,,true`)
  })

  it('is JSON that says the same and moves no cursor', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = writeJson(value)
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
