import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { setVariables } from './init/env-text.ts'

/** The text of a settings file; empty where there is none. */
export function readSettingsFile(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/** Sets these variables in a settings file, and leaves its other lines as they are. */
export function changeSettingsFile(file: string, variables: Readonly<Record<string, string>>): void {
  writeAside(file, setVariables(readSettingsFile(file), variables))
}

/** Put in its place whole, so that nobody reads half of it, and with its mode from the first byte on. */
export function writeAside(file: string, text: string): void {
  const aside = `${file}.${process.pid}.new`
  writeFileSync(aside, text, { mode: 0o600, flag: 'wx' })
  chmodSync(aside, 0o600)
  renameSync(aside, file)
}
