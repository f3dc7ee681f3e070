// Writes docs/errors.md and a page for each code, docs/errors/, from the catalogue: `npm run docs:errors`.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Action, catalogue, type ErrorCode, errorCodes } from '../src/errors/index.ts'
import { guides } from './error-guides.ts'

const root = join(import.meta.dirname, '..')

const actions: Record<Action, string> = {
  connect: 'start the sign-in again',
  reconnect: 'the person reconnects',
  retry: 'try again later',
  'fix-config': 'the operator corrects a setting',
  'contact-admin': 'an administrator of the organisation acts',
  none: 'nothing, or something else on this page',
}

/** What an app does about an error of each kind, in the words of `error.action`. */
const answers: Record<Action, string> = {
  connect: 'Show the GRANT button. Asking again without the person does not help.',
  reconnect:
    'Show the GRANT button and say that the connection has ended. Asking again without the person does not help.',
  retry:
    'Try the same call again later: `error.retryable` is true, and `error.retryAfterMs` says when, where Webex told. No grant has ended.',
  'fix-config': 'Tell whoever runs the app. The people who use it can do nothing, and no grant has ended.',
  'contact-admin': 'Tell the person whom to ask. Asking Webex again does not help.',
  none: 'Show what the error says. Doing the same again gives the same.',
}

/** Where a code can come from. A room is a folder of src/ or a file directly in it. */
const rooms: Record<string, string> = {
  adapters: 'the adapters',
  api: 'the client of the Webex API',
  app: 'the app that `serve` and `demo` run',
  cli: 'the command line',
  config: 'the settings from environment and `.env`',
  grantkeeper: 'the front door',
  grants: 'the grants and their renewal',
  oauth: 'the protocol with Webex',
  place: 'the options of the front door',
  routes: 'connect, callback, disconnect and status',
  scopes: 'the catalogue of scopes',
  sessions: 'the sessions',
  stores: 'the stores',
  'webex-host': 'the guard between the emulator and the real Webex',
  webhooks: 'the webhooks',
}

/** The page of all error codes, in the words the library, the command line and the web page use too. */
export function renderErrorDocs(): string {
  const sections = errorCodes.map((code) => {
    const { title, cause, fix, status, action } = catalogue[code]
    return [
      `## ${code}`,
      `**${title}.** ${cause}`,
      `What to do: ${fix}`,
      `HTTP status of its page: ${status}. Who acts: ${actions[action]}. More: [${code}](errors/${code}.md)`,
    ].join('\n\n')
  })
  const head = [
    '# Errors',
    'Every error has a code of this list. The library throws it as `GrantkeeperError` (`error.code`, `error.fix`), the web',
    'page shows it, and `grantkeeper explain CODE` prints it. This file is generated from `src/errors/`; do not edit it.',
  ]
  return `${head[0]}\n\n${head.slice(1).join('\n')}\n\n${sections.join('\n\n')}\n`
}

/** The page of each code, by its file name. */
export function renderErrorPages(): Map<string, string> {
  const sources = readSources()
  return new Map(errorCodes.map((code) => [`${code}.md`, renderErrorPage(code, listRooms(sources, code))]))
}

function renderErrorPage(code: ErrorCode, raisedIn: string[]): string {
  const { title, cause, fix, status, action } = catalogue[code]
  const places = raisedIn.map((room) => `- \`${room}\`: ${rooms[room] ?? 'see its files'}`)
  return `${[
    `# ${code}`,
    `**${title}.**`,
    `## What happened\n\n${cause}`,
    `## What to do\n\n${fix}`,
    ...(raisedIn.every((room) => ownRooms.includes(room)) ? [] : renderForApps(code)),
    `\`error.action\` is \`${action}\`: ${actions[action]}. \`error.status\`, the HTTP status of its page, is ${status}.`,
    `## Where it is raised\n\nIn these rooms of \`src/\`:\n\n${places.join('\n')}`,
    '## In the terminal',
    `    npx grantkeeper explain ${code}`,
    `## Read on\n\n${guides[code].map(renderGuide).join('\n')}`,
    '[All errors](../errors.md). This page is generated from `src/errors/`; do not edit it.',
  ].join('\n\n')}\n`
}

/** Errors of these rooms only are met by people and operators, never by an app's own code. */
const ownRooms = ['app', 'cli']

function renderForApps(code: ErrorCode): string[] {
  return [
    `## In your app\n\n${answers[catalogue[code].action]}`,
    `\`\`\`js\nif (isGrantkeeperError(error, '${code}')) respond(error.status, error.title, error.fix)\n\`\`\``,
  ]
}

/** A link under the heading of the page, or of its part. */
function renderGuide(path: string): string {
  const [file = '', anchor] = path.split('#')
  const text = readFileSync(join(root, 'docs', file), 'utf8')
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.replaceAll('`', ''))
  const part = headings.find((heading) => anchorOf(heading) === anchor)
  return `- [${headings[0]}${part ? `: ${part.replace(/^\d+\. /, '')}` : ''}](../${path})`
}

const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

/** A code that is compared with, or whose text is quoted. */
const MENTION = /isGrantkeeperError\([^)]*\)|(code|reason) === '[A-Z-]+'|catalogue\['[A-Z-]+'\]/g

interface Source {
  room: string
  text: string
}

/** Without what only tells of errors: tests, the catalogue, `explain`, `doctor`. The emulator has errors of Webex, not ours. */
function readSources(): Source[] {
  const src = join(root, 'src')
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .filter((path) => !/^(errors|emulator|cli\/explain|cli\/doctor|stores\/contract|app\/pages)\//.test(path))
    .sort()
    .map((path) => ({ room: path.split(/[/.]/, 1)[0] ?? path, text: readFileSync(join(src, path), 'utf8') }))
}

/** The rooms that name the code other than to compare with it or to quote its text. */
function listRooms(sources: Source[], code: ErrorCode): string[] {
  const raises = ({ text }: Source) => text.replace(MENTION, '').includes(`'${code}'`)
  return [...new Set(sources.filter(raises).map(({ room }) => room))]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = join(root, 'docs/errors')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  for (const [name, text] of renderErrorPages()) writeFileSync(join(folder, name), text)
  writeFileSync(join(root, 'docs/errors.md'), renderErrorDocs())
}
