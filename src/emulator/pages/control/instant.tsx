const UNITS: [name: string, ms: number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
]

/** A clock far from now must not break the page, so what no calendar has is shown as a number. */
export function Instant({ at }: { at: number }) {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <span>{at}</span>
  return (
    <time datetime={date.toISOString()}>
      {date
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, ' UTC')}
    </time>
  )
}

/** A span in its two largest units, like `13 d 2 h`; below a second in ms. */
export function writeSpan(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  // Webex gives a second less than 14 or 90 days.
  let rest = ms >= 3_600_000 ? Math.round(ms / 60_000) * 60_000 : ms
  const first = UNITS.findIndex(([, unitMs]) => rest >= unitMs)
  const parts = UNITS.slice(first, first + 2).map(([name, unitMs]) => {
    const count = Math.floor(rest / unitMs)
    rest -= count * unitMs
    return count > 0 ? `${count} ${name}` : ''
  })
  return parts.filter(Boolean).join(' ')
}

interface LifeProps {
  /** What lives. */
  label: string
  from: number
  until: number
  now: number
}

/** How much of a life is left, as a bar and in words. */
export function Life({ label, from, until, now }: LifeProps) {
  const left = Math.max(0, until - now)
  const words = left > 0 ? `${writeSpan(left)} left` : 'expired'
  return (
    <span class="life">
      <meter min={0} max={Math.max(1, until - from)} value={left} aria-label={`Life of the ${label}`}>
        {words}
      </meter>{' '}
      {words}
    </span>
  )
}
