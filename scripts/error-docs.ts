// Writes docs/errors.md from the catalogue: `npm run docs:errors`.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { catalogue, errorCodes } from '../src/errors/index.ts'

const actions = {
  connect: 'start the sign-in again',
  reconnect: 'the person reconnects',
  retry: 'try again later',
  'fix-config': 'the operator corrects a setting',
  'contact-admin': 'an administrator of the organisation acts',
  none: 'nothing, or something else on this page',
}

/** The page of all error codes, in the words the library, the command line and the web page use too. */
export function renderErrorDocs(): string {
  const sections = errorCodes.map((code) => {
    const { title, cause, fix, status, action } = catalogue[code]
    return [
      `## ${code}`,
      `**${title}.** ${cause}`,
      `What to do: ${fix}`,
      `HTTP status of its page: ${status}. Who acts: ${actions[action]}.`,
    ].join('\n\n')
  })
  const head = [
    '# Errors',
    'Every error has a code of this list. The library throws it as `GrantkeeperError` (`error.code`, `error.fix`), the web',
    'page shows it, and `grantkeeper explain CODE` prints it. This file is generated from `src/errors/`; do not edit it.',
  ]
  return `${head[0]}\n\n${head.slice(1).join('\n')}\n\n${sections.join('\n\n')}\n`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(join(import.meta.dirname, '../docs/errors.md'), renderErrorDocs())
}
