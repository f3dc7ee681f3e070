import type { IntegrationDetails } from './integrations.ts'
import { readRedirectUri } from './redirect-uri.ts'
import { isListedScope } from './scopes.ts'

export const ICONS = ['◆', '●', '▲']

/** What somebody typed into the form of a new integration, kept so that it can be shown again. */
export interface IntegrationForm {
  mobileSdk: 'yes' | 'no'
  name: string
  icon: string
  description: string
  /** One a line. */
  redirectUris: string
  scopes: string[]
}

export type FormProblems = Partial<Record<keyof IntegrationForm, string>>

export const EMPTY_FORM: IntegrationForm = {
  mobileSdk: 'no',
  name: '',
  icon: '◆',
  description: '',
  redirectUris: '',
  scopes: ['spark:rooms_read', 'spark:people_read'],
}

export function readIntegrationForm(body: string): IntegrationForm {
  const fields = new URLSearchParams(body)
  const text = (name: string) => fields.get(name)?.trim() ?? ''
  return {
    mobileSdk: text('mobileSdk') === 'yes' ? 'yes' : 'no',
    name: text('name'),
    icon: ICONS.find((icon) => icon === text('icon')) ?? '◆',
    description: text('description'),
    redirectUris: text('redirectUris'),
    scopes: fields.getAll('scopes').filter(isListedScope),
  }
}

/** What has to be put right, by field. Nothing when the integration can be made. */
export function checkIntegrationForm(form: IntegrationForm): FormProblems {
  const problems: FormProblems = {}
  if (!form.name) problems.name = 'Give it a name; people see it when they are asked for consent.'
  if (form.name.length > 100) problems.name = 'Use at most 100 characters.'
  if (!form.description) problems.description = 'Say in a sentence what it does.'
  if (form.description.length > 1000) problems.description = 'Use at most 1,000 characters.'
  const uris = splitLines(form.redirectUris)
  if (uris.length === 0) problems.redirectUris = 'Enter at least one, like http://localhost:10060/oauth'
  if (uris.length > 20) problems.redirectUris = 'Enter at most 20.'
  for (const uri of uris.slice(0, 20)) {
    const { problem } = readRedirectUri(uri)
    if (problem) problems.redirectUris ??= `${uri.slice(0, 200)} ${problem}.`
  }
  if (form.scopes.length === 0) problems.scopes = 'Tick at least one.'
  return problems
}

export function toDetails({ mobileSdk, redirectUris, ...form }: IntegrationForm): IntegrationDetails {
  return { ...form, mobileSdk: mobileSdk === 'yes', redirectUris: splitLines(redirectUris) }
}

function splitLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
}
