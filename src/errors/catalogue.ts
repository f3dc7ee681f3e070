import { apiErrors } from './catalogue/api.ts'
import { configurationErrors } from './catalogue/configuration.ts'
import type { CatalogueEntry } from './catalogue/entry.ts'
import { grantErrors } from './catalogue/grants.ts'
import { requestErrors } from './catalogue/requests.ts'
import { signInErrors } from './catalogue/sign-in.ts'
import { storeErrors } from './catalogue/stores.ts'
import { webhookErrors } from './catalogue/webhooks.ts'

export type { Action, CatalogueEntry } from './catalogue/entry.ts'

const entries = {
  ...configurationErrors,
  ...signInErrors,
  ...grantErrors,
  ...apiErrors,
  ...webhookErrors,
  ...storeErrors,
  ...requestErrors,
} as const satisfies Record<string, CatalogueEntry>

/** Every code grantkeeper can raise. Closed: a new code is a new entry with its cause and its fix. */
export type ErrorCode = keyof typeof entries

/** What each code means and what to do about it, as pages, command line and documentation tell it. */
export const catalogue: Readonly<Record<ErrorCode, CatalogueEntry>> = entries

/** All codes, in the order of the catalogue. */
export const errorCodes = Object.keys(entries) as ErrorCode[]

/** Whether a text is one of our codes. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(entries, text)
}
