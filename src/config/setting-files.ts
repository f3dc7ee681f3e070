import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { GrantkeeperError } from '../errors/index.ts'
import { readProjectFile } from './project-file.ts'
import { fileErrorCode, type Layer, type Variables } from './settings.ts'

const READABLE_BY_ALL = 0o004
const PROJECT_FILE = 'grantkeeper.config.json'

/** Files of the project that may hold secrets, in the working directory; the first that has a setting wins. */
export const SECRET_FILES = ['.env.local', '.env'] as const

export interface SettingFiles {
  /** One for each file that is there; the first that has a setting wins. */
  layers: Layer[]
  /** What the operator should know, in whole sentences. */
  notes: string[]
}

interface Sources {
  cwd: string
  /** A file to read in place of all others; it must be there. */
  named?: string | undefined
  /** Says where the files are of whoever runs this. */
  env: Variables
}

/**
 * Reads `.env.local`, `.env` and `grantkeeper.config.json` in `cwd`, then what the person has set for all projects, each if
 * it is there; or the one file that was named, which must be.
 * @throws WX-CONFIG-INVALID
 */
export function readSettingFiles({ cwd, named, env }: Sources): SettingFiles {
  const found =
    named !== undefined
      ? [readEnvFile(cwd, named, true)]
      : [
          ...SECRET_FILES.map((file) => readEnvFile(cwd, file, false)),
          readProject(cwd),
          readPersonal(cwd, findPersonalFile(env)),
        ]
  const files = found.filter((file) => file !== undefined)
  return { layers: files.map(({ layer }) => layer), notes: files.flatMap(({ notes }) => notes) }
}

interface ReadFile {
  layer: Layer
  notes: string[]
}

/** @see https://specifications.freedesktop.org/basedir-spec/latest/ */
function findPersonalFile({ XDG_CONFIG_HOME, APPDATA, HOME }: Variables): string | undefined {
  const folder = XDG_CONFIG_HOME || APPDATA || (HOME && join(HOME, '.config'))
  return folder ? join(folder, 'grantkeeper', 'settings') : undefined
}

function readEnvFile(cwd: string, file: string, mustBeThere: boolean): ReadFile | undefined {
  const path = resolve(cwd, file)
  const text = readText(path, file, mustBeThere)
  if (text === undefined) return undefined
  return { layer: { origin: '.env', file, variables: parseEnv(text) }, notes: noteOpenFile(path, file) }
}

/** A server is often run as somebody whose home is a file, or is closed to it: none of that may keep it from starting. */
function readPersonal(cwd: string, file: string | undefined): ReadFile | undefined {
  return file !== undefined && isReadable(resolve(cwd, file)) ? readEnvFile(cwd, file, false) : undefined
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

/** It may be read by all: it holds no secret. */
function readProject(cwd: string): ReadFile | undefined {
  const text = readText(resolve(cwd, PROJECT_FILE), PROJECT_FILE, false)
  if (text === undefined) return undefined
  return { layer: { origin: '.env', file: PROJECT_FILE, variables: readProjectFile(text, PROJECT_FILE) }, notes: [] }
}

function readText(path: string, file: string, mustBeThere: boolean): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    const code = fileErrorCode(error)
    if (code === 'ENOENT' && !mustBeThere) return undefined
    throw new GrantkeeperError('WX-CONFIG-INVALID', { detail: `The file ${file} cannot be read (${code}).` })
  }
}

/** Windows has no such modes and reports every file as open. */
function noteOpenFile(path: string, file: string): string[] {
  if (process.platform === 'win32' || (statSync(path).mode & READABLE_BY_ALL) === 0) return []
  return [`${file} can be read by every user of this computer. Run: chmod 600 ${file}`]
}
