import { clip } from '../frame/parts.ts'

/** Controls a page or a terminal might obey; a tab and a new line are text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** Letters that leave no mark: spaces, controls, zero-width and filling ones. */
const UNSEEN = /^[\s\p{C}\p{Z}\p{DI}\u2800]*$/u

/** Text from outside for a page: shortened, with a mark for each control character. */
export function plainText(text: string, longest: number): string {
  return clip(text.replaceAll('\r\n', '\n').replace(CONTROLS, '\ufffd'), longest)
}

/** The same where nothing can isolate it: on one line, with nothing that turns the direction of what follows. */
export function plainLine(text: string, longest: number): string {
  const line = text
    .slice(0, longest * 4)
    .replace(/[\s\p{Cf}]+/gu, ' ')
    .trim()
  return plainText(line, longest)
}

/** The same without the marks, for a file. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, '')
}

/** Controls, zero-width letters and those that turn the direction of the text after them. */
const HIDDEN = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

/** JSON in which nothing is hidden: what cannot be seen is written as its number, and means the same. */
export function openJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent)
  return text.replace(HIDDEN, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Whether there is anything to see in a text. */
export function isVisible(text: string | undefined): text is string {
  return text !== undefined && !UNSEEN.test(text)
}
