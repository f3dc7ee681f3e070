/** Brings every row to the first key, while everything runs, and tells what became of them. */
export async function rotateKeys(keeper, signal) {
  const { resealed, current, locked, altered } = await keeper.keys.rotate({ signal })
  const { first, known, rows } = await keeper.keys.inspect() // ids and counts

  return { resealed, current, locked, altered, first, known, rows }
}
