import { existsSync, readFileSync } from 'node:fs'
import { placeFile } from '../config/place-file.ts'
import { nodeEnvironment } from '../index.ts'
import { setVariables } from './init/env-text.ts'

/** The text of a settings file; empty where there is none. */
export function readSettingsFile(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/** Sets these variables in a settings file, and leaves its other lines as they are. */
export function changeSettingsFile(file: string, variables: Readonly<Record<string, string>>): void {
  replaceFile(file, setVariables(readSettingsFile(file), variables))
}

/** Puts another text in the place of a file, whole, readable by its owner alone. */
export function replaceFile(file: string, text: string): void {
  placeFile(file, text, nodeEnvironment().randomBytes, true)
}
