import { countEdits } from '../edits.ts'

/** The known word nearest to a mistyped one, if one is near enough to be meant. */
export function suggestWord(typed: string, known: readonly string[]): string | undefined {
  if (typed.length > 64) return undefined
  const most = typed.length <= 3 ? 1 : 2
  const near = known
    .map((word) => ({ word, distance: countEdits(typed.toLowerCase(), word.toLowerCase()) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance)
  return near[0]?.word
}
