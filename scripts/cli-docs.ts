// Writes docs/reference/cli.md from the help texts: `npx tsx scripts/cli-docs.ts`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { commandHelp, generalHelp, topicHelp } from '../src/cli/help-texts/index.ts'

/** The page of all commands, in the words of `grantkeeper help`. */
export function renderCliDocs(): string {
  const head = [
    '# The command line',
    'What `grantkeeper help` says, on one page. This file is generated from `src/cli/help-texts/`; do not edit it.',
    'Data goes to stdout, talk and errors to stderr, so that output can be piped. Without a terminal nothing is coloured and',
    'nothing is asked: a command that would have to ask fails at once and names what to pass instead. Secrets are given in the',
    'environment, in a file, on stdin or at a hidden prompt, never as an option.',
  ]
  const overview = `${head[0]}\n\n${head.slice(1).join('\n')}\n\n${fence(generalHelp)}`
  const commands = Object.entries(commandHelp).map(([name, help]) => `## grantkeeper ${name}\n\n${fence(help)}`)
  const topics = Object.entries(topicHelp).map(([name, help]) => `## ${name}\n\n${fence(help)}`)
  return `${[overview, ...commands, ...topics].join('\n\n')}\n`
}

function fence(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = join(import.meta.dirname, '../docs/reference/cli.md')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, renderCliDocs())
}
