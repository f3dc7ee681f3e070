import { type Checked, type Findings, nameOf } from './check.ts'
import type { Operation } from './description.ts'
import { deviations } from './deviations.ts'

/** The text of docs/emulator-coverage.md. */
export function writeCoverage(operations: Operation[], { checked }: Findings): string {
  const known = new Set(checked.map(({ operation }) => operation))
  const rows = [...checked].sort((a, b) => comparePaths(a.operation, b.operation)).map(writeRow)
  const left = operations.filter((operation) => !known.has(operation)).sort(comparePaths)
  return `# What the emulator covers

Written by \`test/openapi/openapi.test.ts\`, which compares what the emulator answers with Webex's own OpenAPI file of the
messaging API, where that file is at hand. Do not edit it: \`npx vitest run test/openapi -u\` writes it anew.

## Compared with Webex's OpenAPI file

${rows.length} of ${operations.length} operations are emulated. Each was asked for what it can answer; every field was compared, also for names that
the file does not have. "Never there" are fields of the file that no answer had.

| operation | statuses | never there |
|---|---|---|
${rows.join('\n')}

\`HEAD\` and \`GET /contents/{contentId}\` are emulated too; the file does not describe them.

## Deviations, each on purpose

${deviations.map(({ what, reason }) => `- ${what}: ${reason}.`).join('\n')}

## Not emulated

${left.map((operation) => `\`${nameOf(operation)}\``).join(', ')}.

${CHOICES}`
}

function writeRow({ operation, statuses, missing }: Checked): string {
  const names = [...missing].map((name) => `\`${name}\``).join(', ')
  return `| \`${nameOf(operation)}\` | ${[...statuses].join(', ')} | ${names} |`
}

function comparePaths(a: Operation, b: Operation): number {
  return a.path === b.path ? (a.method < b.method ? -1 : 1) : a.path < b.path ? -1 : 1
}

const CHOICES = `## Where nobody knows how Webex does it

- The texts of errors are Webex's where they are known (WEBEX.md §8), and plain English where they are not.
- A locked space is managed by its moderators; in any other, everybody in it manages it. A space that loses its last moderator is unlocked.
- \`DELETE /rooms/{roomId}\` deletes a locked space for a moderator and an unlocked one for who made it; anybody else leaves it. A space of a
  team is not archived but gone: nothing here could bring it back. A direct space can be neither deleted nor left.
- Only people of the directory can be added or written to; an unknown address is 404 instead of an invitation.
- A new team has a general space for all of its members; the made-up teams have none.
- \`GET /memberships\` without a room lists the caller's own.
- Lists of memberships, teams and people have a \`Link\` when there is more, as rooms and messages do.
- Markdown: paragraphs, three levels of headings, lists, quotes, code, bold, italic, links and mentions; anything else stays as it was typed.
- A file that a message names by URL is fetched (10 s, no redirect, as large as an upload), or only its name is kept (\`filesByUrl\`).

## Made-up people and spaces

A user with \`spaces: n\` is in n made-up spaces with two to five colleagues each, every ninth a direct one, and in up to three teams. They are the
same in every run. Colleagues are in the directory and nobody can sign in as one. A made-up space is made whenever somebody looks at it and held only once
something in it changes; a snapshot holds only those.

On two shared cores, with one user in 100,000 spaces: ready after 6 ms; the first page of spaces after 80 ms, each later one of 100 after 8 ms wherever
it is in the list, 17 ms when filtered, 24 ms once 1,000 spaces have changed; a snapshot of those 13 ms; a heap of 57 MB.

## Limits

| what | most | then |
|---|---|---|
| made-up spaces of a user | 100,000 | the seed is refused |
| spaces made or changed | 50,000 | 409 |
| people in a space, in a team | 1,000 | 409 |
| teams made or changed | 10,000 | 409 |
| messages in a space | 1,000 | the oldest is forgotten |
| all messages | 64 MiB | the oldest is forgotten |
| attachment actions | 10,000 | the oldest is forgotten |
| one file | 20 MiB (\`uploadLimitBytes\`) | 413 |
| all files | 256 MiB; a snapshot does not hold them | the oldest is forgotten, 404 |
| any other body | 64 KiB | 413 |
`
