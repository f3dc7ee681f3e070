import { html } from 'hono/html'
import { grantOfVisit } from '../connection/own-grant.ts'
import type { Page } from '../context.ts'
import type { Words } from '../words/language.ts'
import { type Html, renderPage } from './layout.ts'
import { copyButton } from './parts.ts'

/** GET /help: what the app does, its keys, and what to do when something does not work. */
export const helpPage: Page = async (visit) => {
  const { app, request } = visit
  const { words } = app.language
  const { help } = words
  const content = html`<h1>${help.title}</h1>
<h2>${help.what.title}</h2>
<p>${help.what.text(app.appearance.name)}</p>
<h2>${help.tasks.title}</h2>
<ul>${TASKS.map(([path, task]) => html`<li><a href="${path}">${help.tasks[task]}</a></li>`)}</ul>
<h2>${help.trouble.title}</h2>
<p>${help.trouble.text}</p>
${keys(help.keys)}
<h2>${help.operators.title}</h2>
<dl class="facts">${COMMANDS.map(([command, what]) => commandLine(words, command, what))}</dl>`
  return renderPage(visit, request, { title: help.title, grant: await grantOfVisit(visit) }, content)
}

const TASKS: readonly [string, Exclude<keyof Words['help']['tasks'], 'title'>][] = [
  ['/accounts', 'connect'],
  ['/granted', 'granted'],
  ['/disconnect', 'disconnect'],
  ['/waiting', 'waiting'],
]

const COMMANDS = [
  ['npx grantkeeper explain WX-STATE-EXPIRED', 'explain'],
  ['npx grantkeeper doctor', 'doctor'],
  ['npx grantkeeper --help', 'help'],
] as const

const KEYS = [
  ['/', 'search'],
  ['j', 'next'],
  ['k', 'previous'],
  ['o', 'open'],
  ['?', 'show'],
] as const

/** Script shows this part in a dialog too, when ? is pressed; only it can bring the box and the button to life. */
function keys(words: Words['help']['keys']): Html {
  return html`<section id="keys" aria-labelledby="keys-title"><h2 id="keys-title">${words.title}</h2>
<dl class="facts">${KEYS.map(([key, what]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${words[what]}</dd></div>`)}</dl>
<p class="hint">${words.hint}</p>
<p class="actions"><label class="choice" hidden><input type="checkbox" id="single-keys"> ${words.switch}</label>
<button class="close small" type="button" hidden>${words.close}</button></p></section>`
}

function commandLine(words: Words, command: string, what: 'explain' | 'doctor' | 'help'): Html {
  const id = `command-${what}`
  return html`<div><dt><code id="${id}">${command}</code></dt><dd>${words.help.operators[what]} ${copyButton(words, id)}</dd></div>`
}
