import { countEdits } from '../edits.ts'
import { scopeCatalogue } from './catalogue.ts'

const LONGEST = 64

const simplified = scopeCatalogue.map(({ scope }) => ({ scope, simple: simplify(scope) }))

/**
 * The known scope that a mistyped one was meant to be, if one is near enough; undefined for a known one.
 * @example
 * suggestScope('spark:room_read') // 'spark:rooms_read'
 */
export function suggestScope(typed: string): string | undefined {
  if (typed.length > LONGEST) return undefined
  const wanted = simplify(typed)
  const most = Math.min(3, Math.floor(wanted.length / 4))
  const near = simplified
    .filter(({ simple }) => Math.abs(simple.length - wanted.length) <= most)
    .map(({ scope, simple }) => ({ scope, distance: countEdits(wanted, simple) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance)
  return near[0]?.scope === typed ? undefined : near[0]?.scope
}

/** Without what is mistaken most: case, the marks between words, `room` for `rooms`, `spark` left out. */
function simplify(scope: string): string {
  const words = scope.toLowerCase().split(/[^a-z0-9]+/)
  return words
    .map((word) => word.replace(/(?<=...)s$/, ''))
    .join('')
    .replace(/^spark/, '')
}
