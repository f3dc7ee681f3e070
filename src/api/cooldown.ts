import type { Environment } from '../environment.ts'

/**
 * Until when the calls of one person are to wait, as Webex has told any of them: it counts them together. Make one that
 * looks into a store, and processes share it too.
 * @see WEBEX.md §8 "Rate limit"
 */
export interface Cooldown {
  /** In ms since 1970; undefined when nothing is to be waited for. Asked before every try, so it must be quick. */
  until(): number | undefined | Promise<number | undefined>
  /** Webex has asked to wait so long, in ms since 1970. Must not shorten a wait that is known. */
  note(untilAt: number): void
}

/** What this process and a store know of one person together. A store that is away keeps nobody waiting. */
export function shareCooldown(own: Cooldown, stored: StoredCooldown, now: () => number): Cooldown {
  return {
    async until() {
      const known = await stored.read().catch(() => undefined)
      const untilAt = Math.max((await own.until()) ?? 0, Math.min(known ?? 0, now() + LONGEST_MS))
      return untilAt > now() ? untilAt : undefined
    },
    note(untilAt) {
      own.note(untilAt)
      stored.write(Math.min(untilAt, now() + LONGEST_MS)).catch(() => undefined)
    },
  }
}

/** One person's wait as it lies in a store. */
export interface StoredCooldown {
  read(): Promise<number | undefined>
  write(untilAt: number): Promise<void>
}

/** Beyond an hour one call may look whether Webex still means it. */
const LONGEST_MS = 3_600_000

interface Ending {
  untilAt: number
  /** The same by the monotonic clock: whichever comes first, so that setting the other clock back prolongs nothing. */
  endsAt: number
}

/** The cool-downs of all persons in this process, by whatever names them. */
export function createCooldowns({ now, monotonic }: Environment): (person: string) => Cooldown {
  const endings = new Map<string, Ending>()
  const find = (person: string) => {
    const ending = endings.get(person)
    return ending && ending.endsAt > monotonic() && ending.untilAt > now() ? ending : undefined
  }
  const forgetPast = () => {
    for (const person of endings.keys()) if (!find(person)) endings.delete(person)
  }
  return (person) => ({
    until: () => find(person)?.untilAt,
    note(untilAt) {
      forgetPast()
      const ms = Math.min(untilAt - now(), LONGEST_MS)
      const endsAt = monotonic() + ms
      if (endsAt > (find(person)?.endsAt ?? 0)) endings.set(person, { untilAt: now() + ms, endsAt })
    },
  })
}
