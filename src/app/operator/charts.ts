import { html } from 'hono/html'
import type { GrantStatus } from '../../index.ts'
import type { Html } from '../words/html.ts'
import type { Column } from './activity.ts'
import { STATUSES } from './connections-filter.ts'

const UP = 60
const DOWN = 24
const STEP = 10

/** Renewals rise from the line and failures hang from it, so that the two differ by more than their colour. */
export function activityChart(columns: readonly Column[], label: string, tell: (column: Column) => string): Html {
  const width = columns.length * STEP
  // One measure for both, the largest with which all fit.
  const perOne = Math.min(
    ...columns.map(({ refreshed, failed }) => Math.min(UP / Math.max(1, refreshed), DOWN / Math.max(1, failed))),
  )
  const column = (each: Column, index: number) => {
    const up = heightOf(each.refreshed, perOne)
    const down = heightOf(each.failed, perOne)
    const x = index * STEP + 1
    return html`<g><title>${tell(each)}</title><rect class="ground" x="${x}" y="0" width="${STEP - 2}" height="${UP + DOWN}"/>${up > 0 && html`<rect class="up" x="${x}" y="${UP - up}" width="${STEP - 2}" height="${up}"/>`}${down > 0 && html`<rect class="down" x="${x}" y="${UP + 1}" width="${STEP - 2}" height="${down}"/>`}</g>`
  }
  return html`<svg class="chart" role="img" aria-label="${label}" viewBox="0 0 ${width} ${UP + DOWN + 1}" preserveAspectRatio="none">${columns.map(column)}<rect class="line" y="${UP}" width="${width}" height="1"/></svg>`
}

export interface Bar {
  /** Said of it when one points at it. */
  title: string
  /** Values with the class each is drawn in, those behind first. */
  layers: readonly (readonly [kind: string, value: number])[]
}

/** Bars from one line; the largest value of all takes the whole height. */
export function barChart(bars: readonly Bar[], label: string): Html {
  const width = bars.length * STEP
  const most = Math.max(...bars.flatMap(({ layers }) => layers.map(([, value]) => value)))
  const bar = ({ title, layers }: Bar, index: number) => {
    const rects = layers.map(([kind, value]) => {
      const height = heightOf(value, UP / most)
      return html`<rect class="${kind}" x="${index * STEP + 1}" y="${UP - height}" width="${STEP - 2}" height="${height}"/>`
    })
    return html`<g><title>${title}</title><rect class="ground" x="${index * STEP + 1}" y="0" width="${STEP - 2}" height="${UP}"/>${rects}</g>`
  }
  return html`<svg class="chart low" role="img" aria-label="${label}" viewBox="0 0 ${width} ${UP + 1}" preserveAspectRatio="none">${bars.map(bar)}<rect class="line" y="${UP}" width="${width}" height="1"/></svg>`
}

/** What there is can be seen, however little. */
function heightOf(count: number, perOne: number): number {
  return count === 0 ? 0 : Math.max(2, Math.round(count * perOne))
}

/** How grants are shared among the states, as one bar. */
export function statesBar(counts: Partial<Record<GrantStatus, number>>, label: string): Html {
  const total = STATUSES.reduce((sum, status) => sum + (counts[status] ?? 0), 0)
  let x = 0
  const parts = STATUSES.filter((status) => counts[status]).map((status) => {
    const width = ((counts[status] ?? 0) / total) * 1000
    const part = html`<rect class="${status}" x="${x.toFixed(1)}" width="${Math.max(4, width - 3).toFixed(1)}" height="20"/>`
    x += width
    return part
  })
  return html`<svg class="states-bar" role="img" aria-label="${label}" viewBox="0 0 1000 20" preserveAspectRatio="none">${parts}</svg>`
}
