import { readId } from '../identifiers.ts'
import type { Person } from './colleagues.ts'
import { type Mention, type Mentioned, renderMarkdown } from './markdown.ts'
import type { Messaging } from './messaging.ts'
import { Refusal } from './refusal.ts'
import type { Message } from './space.ts'

export interface Words {
  text?: string | undefined
  markdown?: string | undefined
}

/** What is said in a message: as it was written, and for those who read HTML or plain text. */
export type Composed = Pick<Message, 'text' | 'markdown' | 'html' | 'mentionedUuids' | 'mentionsAll'>

/** @see WEBEX.md §9 */
const MOST_BYTES = 7439

/** @throws Refusal 400 */
export function composeWords({ directory }: Messaging, { text, markdown }: Words): Composed {
  if ([text, markdown].some((words) => words !== undefined && Buffer.byteLength(words) > MOST_BYTES)) {
    throw new Refusal(400, `A message has at most ${MOST_BYTES} bytes.`)
  }
  if (markdown === undefined || markdown === '') return text === undefined ? {} : { text }
  const named = new Set<string>()
  const groups = new Set<string>()
  const rendered = renderMarkdown(markdown, (mention) => {
    if ('group' in mention) {
      groups.add(mention.group)
      return { label: 'All', attributes: { 'data-object-type': 'groupMention', 'data-group-type': 'all' } }
    }
    const person = findMentioned(directory, mention)
    if (person) named.add(person.uuid)
    return person && describeMention(person, mention.label)
  })
  return {
    text: text || rendered.text,
    markdown,
    html: rendered.html,
    ...(named.size > 0 && { mentionedUuids: [...named] }),
    ...(groups.has('all') && { mentionsAll: true }),
  }
}

function findMentioned(
  directory: Messaging['directory'],
  mention: Exclude<Mention, { group: 'all' }>,
): Person | undefined {
  if (mention.kind === 'personEmail') return directory.findByEmail(mention.value)
  const uuid = readId('PEOPLE', mention.value)
  return uuid === undefined ? undefined : directory.find(uuid)
}

function describeMention({ id, displayName }: Person, label: string | undefined): Mentioned {
  return { label: label || displayName, attributes: { 'data-object-type': 'person', 'data-object-id': id } }
}
