import { cleanText } from './output.ts'

/** Rows as aligned columns, two spaces apart. What cells hold cannot move the cursor; the last column is not padded. */
export function alignRows(rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map(cleanText))
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  return cells.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const

/** A span in its largest unit, days and hours with the next smaller one: `13 d 2 h`, `4 min`, `0 s`. */
export function describeSpan(ms: number): string {
  const index = Math.max(
    0,
    UNITS.findIndex(([, length]) => ms >= length),
  )
  const [unit, length] = ms < 1000 ? UNITS[3] : (UNITS[index] ?? UNITS[3])
  const whole = `${Math.max(0, Math.floor(ms / length))} ${unit}`
  const finer = index < 2 && ms >= 1000 ? UNITS[index + 1] : undefined
  const rest = finer ? Math.floor((ms % length) / finer[1]) : 0
  return finer && rest > 0 ? `${whole} ${rest} ${finer[0]}` : whole
}
