import { readFileSync } from 'node:fs'
import { demoSeed, readSeed, type Seed, SeedError } from '../emulator/index.ts'
import { UsageError } from './arguments.ts'
import { cleanText } from './output.ts'

/** What a command that starts an emulator takes about its world. */
export const seedOptions = {
  seed: { type: 'string' },
  users: { type: 'string' },
  spaces: { type: 'string' },
} as const

interface Values {
  seed?: string | undefined
  users?: string | undefined
  spaces?: string | undefined
}

/**
 * The world an emulator starts with: a file's, or the demo's, and so many more people with so many spaces each.
 * @throws UsageError
 */
export function readSeedOptions({ seed: file, users, spaces }: Values): Seed {
  const seed = file === undefined ? demoSeed() : readSeedFile(file)
  if (users === undefined && spaces === undefined) return seed
  const generate = { users: readCount(users, '--users') ?? 1, spacesEach: readCount(spaces, '--spaces') ?? 0 }
  return { ...seed, generate }
}

function readSeedFile(file: string): Seed {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new UsageError(`--seed: ${cleanText(file)} cannot be read.`)
  }
  try {
    return readSeed(text)
  } catch (error) {
    if (error instanceof SeedError) throw new UsageError(`--seed: ${cleanText(file)}: ${cleanText(error.message)}`)
    throw error
  }
}

function readCount(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined
  const most = option === '--users' ? 10_000 : 100_000
  if (/^\d{1,6}$/.test(text) && Number(text) <= most) return Number(text)
  throw new UsageError(`${option} takes a number from 0 to ${most}, not "${cleanText(text)}".`)
}
