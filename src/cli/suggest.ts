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

/** Levenshtein distance: letters to insert, drop or replace. */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1]
    for (let column = 1; column <= to.length; column++) {
      const replace = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1)
      next.push(Math.min(replace, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
