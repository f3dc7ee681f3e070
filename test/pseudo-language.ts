import { raw } from 'hono/html'
import { english, type Language, type Words } from '../src/app/words/language.ts'

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const ACCENTED = [...'áƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ']

/**
 * English in another dress, for tests: accents on every letter, about a third longer, in brackets, from right to left. What
 * shows without accents did not come from the catalogue of words; what is cut off or overlaps will be so in German too.
 */
export const pseudo: Language = { tag: 'ar-XB', direction: 'rtl', words: dress(english.words, []) as Words }

/** What is said, with all that was put into it left as it is. */
function dress(said: unknown, given: readonly string[]): unknown {
  if (typeof said === 'string') return dressText(said, given)
  if (isHtml(said)) return raw(dressHtml(String(said), given))
  if (typeof said === 'function') return (...parameters: unknown[]) => dress(said(...parameters), listTexts(parameters))
  if (Array.isArray(said)) return said.map((part) => dress(part, given))
  if (typeof said !== 'object' || said === null) return said
  return Object.fromEntries(Object.entries(said).map(([name, part]) => [name, dress(part, given)]))
}

/** What `html` makes: a text object that is marked as escaped. */
function isHtml(said: unknown): boolean {
  return said instanceof String
}

/**
 * Every text among the parameters, the longest first, so that none is taken for a part of another. One small word alone is
 * a name by which a function chooses what it says, and may stand in that by chance.
 */
function listTexts(parameters: unknown): string[] {
  const texts = (value: unknown): string[] => {
    if (typeof value === 'string' || value instanceof String) return [String(value)]
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []
  }
  return texts(parameters)
    .filter((text) => text !== '' && !/^[a-z]+(-[a-z]+)*$/.test(text))
    .sort((one, other) => other.length - one.length)
}

function dressText(text: string, given: readonly string[]): string {
  return enclose(replaceBetween(text, given, accent))
}

/** Tags and entities stay whole; parameters may stand in it escaped or as markup of their own. */
function dressHtml(markup: string, given: readonly string[]): string {
  const kept = given.flatMap((text) => [text, escapeMarkup(text)])
  const dressed = replaceBetween(markup, kept, (part) =>
    part.replace(/(<[^>]*>|&[#\w]+;)|[^<&]+/g, (piece, whole) => whole ?? accent(piece)),
  )
  return enclose(dressed)
}

function escapeMarkup(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** Changes what stands between the given texts, and these not. */
function replaceBetween(text: string, given: readonly string[], change: (part: string) => string): string {
  const [first, ...others] = given
  if (first === undefined) return change(text)
  return text
    .split(first)
    .map((part) => replaceBetween(part, others, change))
    .join(first)
}

function accent(text: string): string {
  return [...text].map((character) => ACCENTED[PLAIN.indexOf(character)] ?? character).join('')
}

function enclose(text: string): string {
  const letters = text.replace(/<[^>]*>/g, '').length
  return `[${text}${'·é'.repeat(Math.ceil(letters * 0.175))}]`
}
