/** A flow as a sequence diagram: three lifelines, and arrows that lead to the steps of the list below. */
import { html } from 'hono/html'
import type { AppContext } from '../context.ts'
import { clip } from '../frame/parts.ts'
import type { Html } from '../words/html.ts'
import { drawNote, noteHeight } from './diagram-note.ts'
import type { Leg, Party, Step } from './flow.ts'
import { addressOf, partyName, resultOf } from './flow-words.ts'

const LINES: Record<Party, number> = { browser: 80, app: 340, webex: 600 }
const WIDTH = 1000
const TOP = 64
const NOTE_AT = 690

interface Drawn {
  svg: Html
  height: number
}

/** Hidden from those who hear pages: the list says the same, in order. */
export function diagram(app: AppContext, legs: readonly Leg[]): Html {
  const drawn: Html[] = []
  let y = TOP
  legs.forEach((leg, index) => {
    const { svg, height } = drawLeg(app, leg, { number: index + 1, y })
    drawn.push(svg)
    y += height
  })
  const bottom = y + 8
  const parties = (['browser', 'app', 'webex'] as const).map((party) =>
    lifeline(partyName(app, party), LINES[party], bottom),
  )
  const { diagram: said, diagramName } = app.language.words.flow
  return html`<figure class="flow-diagram"><div class="wide" role="region" aria-label="${diagramName}" tabindex="0"><svg aria-hidden="true" direction="ltr" viewBox="0 0 ${WIDTH} ${bottom + 8}" width="${WIDTH}" height="${bottom + 8}">
${arrowHeads()}${parties}${drawn}</svg></div><figcaption class="hint">${said}</figcaption></figure>`
}

function arrowHeads(): Html {
  const head = (id: string) =>
    html`<marker id="${id}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path class="head ${id}" d="M0 0 10 5 0 10z"/></marker>`
  return html`<defs>${['good', 'warning', 'bad', 'off'].map(head)}</defs>`
}

function lifeline(name: string, x: number, bottom: number): Html {
  return html`<line class="life" x1="${x}" y1="40" x2="${x}" y2="${bottom}"/>
<rect class="party" x="${x - 78}" y="6" width="156" height="34" rx="8"/><text class="name" x="${x}" y="28">${name}</text>`
}

interface Place {
  /** Of the step in the list. */
  number: number
  y: number
}

function heightOf(app: AppContext, leg: Leg): number {
  const { step, part } = leg
  return Math.max(part === 'whole' && step.from !== step.to ? 68 : 46, noteHeight(app, leg))
}

function drawLeg(app: AppContext, leg: Leg, place: Place): Drawn {
  const height = heightOf(app, leg)
  const { step, part } = leg
  const id = `${step.id}${part === 'response' ? '-answer' : ''}`
  const link = (inside: Html): Html =>
    html`<a href="#step-${id}" tabindex="-1"><rect class="row" y="${place.y - 6}" width="${WIDTH}" height="${height - 6}" rx="6"/>${inside}${drawNote(app, leg, { ...place, x: NOTE_AT, end: WIDTH - 8 })}</a>`
  if (step.from === step.to) return { svg: link(drawSelf(app, step, place.y)), height }
  if (part === 'response') return { svg: link(drawAnswer(app, step, place.y + 22)), height }
  const request = drawRequest(step, place.y + 18)
  if (part === 'request') return { svg: link(request), height }
  return { svg: link(html`${request}${drawAnswer(app, step, place.y + 44)}`), height }
}

/** Arrows stop short of the lifeline, so that their heads are seen. */
function reach(from: Party, to: Party): [number, number] {
  const [start, end] = [LINES[from], LINES[to]]
  return start < end ? [start + 3, end - 3] : [start - 3, end + 3]
}

function drawRequest(step: Step, y: number): Html {
  const [start, end] = reach(step.from, step.to)
  const mood = step.failure ? 'bad' : 'off'
  const isFar = step.from === 'browser' && step.to === 'webex'
  return html`<line class="arrow ${mood}" x1="${start}" y1="${y}" x2="${end}" y2="${y}" marker-end="url(#${mood})"/>
<text class="address" x="${(start + end) / 2}" y="${y - 6}">${clip(addressOf(step), isFar ? 60 : 33)}</text>`
}

function drawAnswer(app: AppContext, step: Step, y: number): Html {
  const [end, start] = reach(step.from, step.to)
  const result = resultOf(app, step)
  if (result === undefined) return html``
  const mood = step.failure ? 'bad' : moodOfStatus(step.status)
  if (step.failure) return html`<text class="result bad" x="${(start + end) / 2}" y="${y}">✘ ${result}</text>`
  return html`<line class="arrow answer ${mood}" x1="${start}" y1="${y}" x2="${end}" y2="${y}" marker-end="url(#${mood})"/>
<text class="result ${mood}" x="${(start + end) / 2}" y="${y - 5}">${result}${goesTo(step)}</text>`
}

function moodOfStatus(status = 0): 'good' | 'warning' | 'bad' {
  if (status === 429 || status === 401) return 'warning'
  return status >= 400 ? 'bad' : 'good'
}

/** Where a redirect leads, in short. */
function goesTo({ response }: Step): string {
  const location = response?.headers.find(({ name }) => name === 'location')?.value
  if (!location) return ''
  const path = location.startsWith('/') ? location : URL.canParse(location) ? new URL(location).pathname : ''
  return path && ` → ${clip(path.split('?')[0] ?? '', 22)}`
}

/** What the app does by itself: a box on its line. */
function drawSelf({ language }: AppContext, { name, waitedMs }: Step, y: number): Html {
  const { shortSteps, waited, span } = language.words.flow
  const text = name === 'waited' && waitedMs !== undefined ? waited(span(waitedMs)) : shortSteps[name]
  return html`<rect class="self" x="${LINES.app - 115}" y="${y}" width="230" height="28" rx="14"/><text class="name" x="${LINES.app}" y="${y + 19}">${clip(text, 30)}</text>`
}
