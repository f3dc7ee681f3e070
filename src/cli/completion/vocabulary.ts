import { commandHelp, generalHelp, topicHelp } from '../help-texts/index.ts'

/** Everything that can be typed, read from the help texts, so that the two cannot differ. */
export interface CommandWords {
  name: string
  /** As the first page of help says it. */
  tells: string
  /** With their dashes. */
  options: string[]
  /** What may stand behind the command besides options; files do where there is none. */
  words: string[]
}

const EVERYWHERE = ['--help', '--debug', '--quiet', '--no-color', '--no-input']

export const SHELLS = ['bash', 'zsh', 'fish', 'pwsh'] as const

const names = Object.keys(commandHelp) as (keyof typeof commandHelp)[]

const WORDS: Partial<Record<keyof typeof commandHelp, readonly string[]>> = {
  keys: ['list', 'rotate-encryption', 'rotate-secret', 'generate'],
  config: ['list'],
  scopes: ['search', 'why', 'for', 'narrowest', 'check'],
  api: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  completion: SHELLS,
  help: [...names, ...Object.keys(topicHelp)],
}

export function listCommands(): CommandWords[] {
  return names.map((name) => ({
    name,
    tells: describe(name),
    options: [...new Set([...readOptions(commandHelp[name]), ...EVERYWHERE])],
    words: [...(WORDS[name] ?? [])],
  }))
}

/** `  -p, --port N   …` */
function readOptions(help: string): string[] {
  return [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option = '']) => option)
}

function describe(name: string): string {
  return new RegExp(`^ {2}${name} +(.*)$`, 'm').exec(generalHelp)?.[1] ?? ''
}
