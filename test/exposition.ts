/** A strict reader of the Prometheus text format 0.0.4. @see https://prometheus.io/docs/instrumenting/exposition_formats/ */

export interface Metric {
  type: 'counter' | 'gauge' | 'histogram'
  help: string
  samples: Sample[]
}

export interface Sample {
  name: string
  labels: Record<string, string>
  figure: number
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"'
const NUMBER = '[+-]?(?:\\d+(?:\\.\\d*)?(?:[eE][+-]?\\d+)?|Inf)|NaN'
const HELP = new RegExp(`^# HELP (${NAME}) ((?:[^\\\\]|\\\\\\\\|\\\\n)+)$`)
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`)
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (${NUMBER})$`)

/** Reads a whole answer; throws on whatever a scraper might refuse or misunderstand. */
export function readExposition(text: string): Map<string, Metric> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  const metrics = new Map<string, Metric>()
  const lines = text.slice(0, -1).split('\n')
  for (let at = 0; at < lines.length; ) {
    const [, name = '', help = ''] = HELP.exec(lines[at++] ?? '') ?? refuse('no HELP', lines[at - 1])
    const [, typed, type] = TYPE.exec(lines[at++] ?? '') ?? refuse('no TYPE', lines[at - 1])
    if (typed !== name) refuse('TYPE of another metric', typed)
    if (metrics.has(name)) refuse('told twice', name)
    const samples: Sample[] = []
    while (at < lines.length && !lines[at]?.startsWith('#')) samples.push(readSample(lines[at++] ?? ''))
    const metric: Metric = { type: type as Metric['type'], help, samples }
    checkNames(name, metric)
    checkUnique(samples)
    if (type === 'histogram') checkHistogram(name, samples)
    metrics.set(name, metric)
  }
  return metrics
}

function readSample(line: string): Sample {
  const [, name = '', labels = '', number = ''] = SAMPLE.exec(line) ?? refuse('no sample', line)
  const pairs = [...labels.matchAll(new RegExp(LABEL, 'g'))].map(([pair]) => {
    const [label = '', ...rest] = pair.split('=')
    return [label, readEscapes(rest.join('=').slice(1, -1))] as const
  })
  if (new Set(pairs.map(([label]) => label)).size < pairs.length) refuse('a label twice', line)
  return { name, labels: Object.fromEntries(pairs), figure: Number(number.replace('Inf', 'Infinity')) }
}

function readEscapes(value: string): string {
  return value.replace(/\\(.)/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped))
}

function checkNames(name: string, { type, samples }: Metric): void {
  if ((type === 'counter') !== name.endsWith('_total')) refuse('only counters end in _total', name)
  const allowed = type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name]
  for (const sample of samples) if (!allowed.includes(sample.name)) refuse(`not a sample of ${name}`, sample.name)
}

function checkUnique(samples: Sample[]): void {
  const series = samples.map(({ name, labels }) => JSON.stringify([name, Object.entries(labels).sort()]))
  if (new Set(series).size < series.length) refuse('a series twice', series.join())
}

/** Buckets grow, and the last one, which is without bound, holds all. */
function checkHistogram(name: string, samples: Sample[]): void {
  for (const key of new Set(samples.map(seriesOf))) {
    const series = samples.filter((sample) => seriesOf(sample) === key)
    const buckets = series.filter((sample) => sample.name === `${name}_bucket`)
    const bounds = buckets.map(({ labels }) => Number(labels.le?.replace('Inf', 'Infinity')))
    const counts = buckets.map(({ figure }) => figure)
    const count = series.find((sample) => sample.name === `${name}_count`)?.figure
    if (!isGrowing(bounds, 1e-9) || bounds.at(-1) !== Number.POSITIVE_INFINITY) refuse('bounds of', name)
    if (!isGrowing(counts, 0) || counts.at(-1) !== count) refuse('counts of', name)
    if (!series.some((sample) => sample.name === `${name}_sum`)) refuse('no sum of', name)
  }
}

function seriesOf({ labels: { le: _, ...labels } }: Sample): string {
  return JSON.stringify(Object.entries(labels).sort())
}

function isGrowing(numbers: number[], step: number): boolean {
  return numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? 0) + step)
}

function refuse(what: string, where?: string): never {
  throw new Error(`${what}: ${where}`)
}
