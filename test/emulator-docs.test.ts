import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readInput } from '../src/cli/emu/flags.ts'
import { builtInScenarios } from '../src/emulator/breaking/built-in-scenarios.ts'
import { faultSchema, readFault } from '../src/emulator/breaking/fault.ts'
import { scenarioSchema } from '../src/emulator/breaking/scenario.ts'
import { operations } from '../src/emulator/control/operations.ts'
import { createEmulator, readScenario, readSeed } from '../src/emulator/index.ts'
import { seedSchema } from '../src/emulator/seed/seed-schema.ts'
import { settingDescriptions } from '../src/emulator/settings.ts'

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8')
const [overview, testing, breaking] = [
  read('docs/emulator.md'),
  read('docs/how-to/test-with-the-emulator.md'),
  read('docs/how-to/break-it.md'),
]

describe('the pages about the emulator', () => {
  it.each(Object.entries(settingDescriptions))('tell of the setting %s what the emulator tells', (name, setting) => {
    const values = setting.values?.map((value) => `\`${value}\``).join(', ')
    const [line] = overview.split('\n').filter((one) => one.startsWith(`| \`${name}\` |`))
    const wanted = values ?? (name.endsWith('Ms') ? 'ms' : 'a number')
    expect(line).toBe(`| \`${name}\` | ${wanted} | \`${setting.default}\` | ${setting.tells} |`)
  })

  it.each(Object.keys(faultSchema.properties))('tell what %s of a fault means', (field) => {
    expect(breaking).toMatch(new RegExp(`^\\|[^|]*\`${field}\`[^|]*\\| .+ \\|$`, 'm'))
  })

  it('show faults that can be added', () => {
    const faults = breaking.match(/(?<=\| `)\{"on".*(?=` \|)/g) ?? []
    expect(faults.length).toBeGreaterThan(4)
    for (const fault of faults) expect(() => readFault(JSON.parse(fault)), fault).not.toThrow()
  })

  it('name every scenario there is', () => {
    expect(breaking.match(/^\| `([^`]+ [^`]+)` \|/gm)).toEqual(builtInScenarios.map(({ name }) => `| \`${name}\` |`))
  })

  it('give command lines of operations there are, with flags they take', () => {
    const lines = [overview, testing, breaking].flatMap(
      (page) => page.match(/(?<=^ {4}npx grantkeeper emu ).+$/gm) ?? [],
    )
    expect(lines.length).toBeGreaterThan(15)
    for (const line of lines) {
      const [noun, verb, ...flags] = (line.replace('@', '@examples/testing/').match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map(
        (word) => word.replace(/^["']|["']$/g, ''),
      )
      const operation = operations.find(({ name }) => name === `${noun} ${verb}`)
      expect(() => readInput(flags, operation?.input as Parameters<typeof readInput>[1]), line).not.toThrow()
      expect(operation, line).toBeDefined()
    }
  })

  it('give a request that curl can send', async () => {
    const [, path, body] = /_emulator\/(\S+) -d '(.+)'$/m.exec(breaking) ?? []
    const emulator = createEmulator()
    await emulator.control(String(path).replace('/', ' '), JSON.parse(String(body)))
    expect(emulator.faults.list()).toHaveLength(1)
  })
})

describe('the files shown there', () => {
  it('seed an emulator', () => {
    const emulator = createEmulator({ seed: readSeed(read('examples/testing/people.yaml')) })
    expect(emulator.users()).toHaveLength(204)
  })

  it('play a scenario', () => {
    const emulator = createEmulator()
    emulator.playScenario(readScenario(read('examples/testing/bad-monday.yaml')))
    expect(emulator.faults.list()).toHaveLength(2)
  })

  it.each([
    ['seed', seedSchema],
    ['scenario', scenarioSchema],
  ])('are described by the %s schema the emulator checks with', (name, schema) => {
    expect(JSON.parse(read(`docs/schemas/${name}.json`))).toEqual(JSON.parse(JSON.stringify(schema)))
  })
})
