/** Prometheus text 0.0.4. @see https://prometheus.io/docs/instrumenting/exposition_formats/ */

/** Value of its one label, and the figure. */
type Sample = readonly [value: string, figure: number]

interface Described {
  name: string
  help: string
  /** The one label that every sample carries; none: it is a single figure. */
  label?: string
}

export interface Counter {
  add(value: string): void
  print(): string
}

export interface Histogram {
  /** `seconds`, under this value of the label. */
  observe(seconds: number, value: string): void
  print(): string
}

/** Upper bounds in seconds; what takes longer than the last has met a time-out. */
const BOUNDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

export function createCounter(described: Required<Described>): Counter {
  const counts = new Map<string, number>()
  return {
    add: (value) => void counts.set(value, (counts.get(value) ?? 0) + 1),
    print: () => printMetric(described, 'counter', printSamples(described, [...counts])),
  }
}

export function createHistogram(described: Required<Described>): Histogram {
  const { name, label } = described
  const series = new Map<string, { counts: number[]; sum: number; count: number }>()
  const print = (value: string, { counts, sum, count }: { counts: number[]; sum: number; count: number }) => {
    const own = printLabel(label, value)
    const buckets = [...BOUNDS.map(String), '+Inf'].map(
      (bound, index) => `${name}_bucket{${own},le="${bound}"} ${counts[index] ?? count}`,
    )
    return [...buckets, `${name}_sum{${own}} ${sum}`, `${name}_count{${own}} ${count}`]
  }
  return {
    observe(seconds, value) {
      const { counts, sum, count } = series.get(value) ?? { counts: BOUNDS.map(() => 0), sum: 0, count: 0 }
      const grown = counts.map((below, index) => (seconds <= (BOUNDS[index] ?? 0) ? below + 1 : below))
      series.set(value, { counts: grown, sum: sum + seconds, count: count + 1 })
    },
    print: () =>
      printMetric(
        described,
        'histogram',
        [...series].flatMap(([value, one]) => print(value, one)),
      ),
  }
}

export function printGauge(described: Described, samples: readonly Sample[]): string {
  return printMetric(described, 'gauge', printSamples(described, samples))
}

function printSamples({ name, label }: Described, samples: readonly Sample[]): string[] {
  return samples.map(([value, figure]) => `${name}${label ? `{${printLabel(label, value)}}` : ''} ${figure}`)
}

function printLabel(label: string, value: string): string {
  return `${label}="${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`
}

function printMetric({ name, help }: Described, type: string, lines: readonly string[]): string {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n')
}
