const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of a span such as `14d`, `+1 h`, `90m`, `30s`, `500ms` or a bare number of ms; undefined for anything else. */
export function readSpanMs(text: string | number): number | undefined {
  const [, number, unit = 'ms'] = /^\+?\s*(\d{1,15}(?:\.\d{1,6})?)\s*(ms|s|m|h|d)?$/.exec(String(text).trim()) ?? []
  const factor = UNITS[unit]
  return number === undefined || factor === undefined ? undefined : Number(number) * factor
}
