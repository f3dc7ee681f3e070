/** What stands beside an arrow: its number in the list, what it is, how long it took, and all that was checked. */
import { html } from 'hono/html'
import type { AppContext } from '../context.ts'
import { clip } from '../frame/parts.ts'
import type { Html } from '../words/html.ts'
import type { Check, Leg, Step } from './flow.ts'
import { MARKS, moodOf } from './flow-words.ts'

/** So many letters fit into a line. */
const LETTERS = 46

interface Place {
  /** Of the step in the list. */
  number: number
  x: number
  y: number
  /** Where lines end. */
  end: number
}

export function noteHeight(app: AppContext, leg: Leg): number {
  const lines = checkLines(app, leg).length
  return lines === 0 ? 0 : 40 + 16 * lines
}

export function drawNote(app: AppContext, leg: Leg, { number, x, y, end }: Place): Html {
  const { step, part } = leg
  const { shortSteps, span } = app.language.words.flow
  const isAnswer = part === 'response'
  const took = part !== 'request' && step.from !== step.to ? step.tookMs : undefined
  return html`<circle class="number ${isAnswer ? 'off' : moodOf(step)}" cx="${x}" cy="${y + 13}" r="12"/><text class="count" x="${x}" y="${y + 17}">${number}</text>
<text class="note" x="${x + 24}" y="${y + 18}">${clip(isAnswer ? nameAnswer(app, step) : shortSteps[step.name], 34)}</text>
${took !== undefined && html`<text class="took" x="${end}" y="${y + 18}">${span(took)}</text>`}
${checkLines(app, leg).map((line, index) => html`<text class="check" x="${x + 24}" y="${y + 36 + 16 * index}">${line.map((check, at) => drawCheck(app, check, at > 0))}</text>`)}`
}

function nameAnswer({ language }: AppContext, { name, status = 0 }: Step): string {
  const { shortAnswer, shortRefusal } = language.words.flow
  return status < 400 ? shortAnswer(name) : shortRefusal
}

function drawCheck({ language }: AppContext, { name, verdict }: Check, isNext: boolean): Html {
  const text = `${MARKS[verdict]} ${language.words.flow.shortChecks[name]}`
  return html`<tspan class="${verdict}"${isNext && html` dx="10"`}>${text}</tspan>`
}

/** As many to a line as fit into it. */
function checkLines({ language }: AppContext, { step, part }: Leg): Check[][] {
  const lines: Check[][] = []
  let left = 0
  for (const check of part === 'response' ? [] : step.checks) {
    const letters = language.words.flow.shortChecks[check.name].length + 4
    if (letters > left) {
      lines.push([])
      left = LETTERS
    }
    lines.at(-1)?.push(check)
    left -= letters
  }
  return lines
}
