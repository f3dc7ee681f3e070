// Makes a version of what lies in .changes/: `npm run changelog -- 0.2.0`. Writes CHANGELOG.md and empties the folder.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = join(import.meta.dirname, '..')
const folder = join(root, '.changes')

/** What a line of a change file begins with, in the order of the changelog. */
export const kinds = ['Security', 'Added', 'Changed', 'Fixed', 'Removed'] as const

/** The lines of all change files, one change each. */
export function readChanges(): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'))
  return names.sort().flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean))
}

/** The part of a version, its changes by their kind. `day` is an ISO date. */
export function renderVersion(version: string, day: string, changes: readonly string[]): string {
  const parts = kinds.flatMap((kind) => {
    const own = changes.filter((line) => line.startsWith(`${kind}: `)).map((line) => line.slice(kind.length + 2))
    return own.length === 0 ? [] : [`### ${kind}\n\n${own.map((text) => `- ${raise(text)}`).join('\n')}`]
  })
  return [`## ${version}, ${day}`, ...parts].join('\n\n')
}

const raise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const HEAD = '## Unreleased\n'

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , version = ''] = process.argv
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error('Which version? For example: npm run changelog -- 0.2.0')
  const changes = readChanges()
  const file = join(root, 'CHANGELOG.md')
  const part = renderVersion(version, new Date().toISOString().slice(0, 10), changes)
  writeFileSync(file, readFileSync(file, 'utf8').replace(HEAD, `${HEAD}\n${part}\n`))
  for (const name of readdirSync(folder)) rmSync(join(folder, name))
}
