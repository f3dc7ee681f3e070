/** One line of RFC 4180. Line breaks and control characters become spaces, so that a line stays a line. */
export function writeCsvLine(cells: readonly (string | boolean | undefined)[]): string {
  return cells.map(writeCell).join(',')
}

function writeCell(value: string | boolean | undefined): string {
  const text = String(value ?? '').replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
  // A spreadsheet would run a title that begins like a formula.
  const harmless = /^[=+\-@]/.test(text) ? `'${text}` : text
  return /[",]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
