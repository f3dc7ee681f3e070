import type { Grantkeeper } from '../../index.ts'

/** That Webex refuses the integration itself, and since when. */
export interface Rejection {
  code: string
  at: number
}

/** What this process has heard that no grant's row tells. */
export interface Alarms {
  /** Undefined while Webex takes client id and secret, as far as is known. */
  rejection(): Rejection | undefined
}

/** Listens from now on: the first refusal of a run is kept, and ends with the first sign that Webex accepts us again. */
export function createAlarms({ on }: Pick<Grantkeeper, 'on'>, now: () => number): Alarms {
  let rejection: Rejection | undefined
  const end = () => {
    rejection = undefined
  }
  on('integration.rejected', ({ code }) => {
    rejection ??= { code, at: now() }
  })
  on('grant.connected', end)
  on('grant.refreshed', end)
  return { rejection: () => rejection }
}
