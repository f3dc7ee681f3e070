import type { EmulatorContext } from '../context.ts'
import { readSpanMs } from '../span.ts'
import { aText, ControlError, operation } from './operation.ts'

/** What can be done about the emulator's time. */
export const clockOperations = [
  operation('clock show', 'Shows the emulator’s time, and whether it stands still.', {
    reads: true,
    run: ({ clock }) => showClock({ clock }),
  }),
  operation<{ by: string }>('clock move', 'Moves the time forward, like by "14d", "1h" or "90s".', {
    required: ['by'],
    properties: { by: aText },
    run({ clock }, { by }) {
      const ms = readSpanMs(by)
      if (ms === undefined) throw new ControlError('EMU-INPUT', 'by: a span such as 14d, 1h, 90m or 30s')
      clock.advance(ms)
      return showClock({ clock })
    },
  }),
  operation<{ at: string }>('clock set', 'Sets the time, also back, to an instant such as 2026-01-01T00:00:00Z.', {
    required: ['at'],
    properties: { at: aText },
    run({ clock }, { at }) {
      clock.set(readInstant(at))
      return showClock({ clock })
    },
  }),
  operation('clock freeze', 'Lets the time stand still; moving it still works.', {
    run({ clock }) {
      clock.freeze()
      return showClock({ clock })
    },
  }),
  operation('clock run', 'Lets the time run on.', {
    run({ clock }) {
      clock.run()
      return showClock({ clock })
    },
  }),
]

/** @throws ControlError EMU-INPUT */
export function readInstant(text: string): number {
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw new ControlError('EMU-INPUT', 'at: an instant of ISO 8601, like 2026-01-01T00:00:00Z')
  return at
}

function showClock({ clock }: Pick<EmulatorContext, 'clock'>) {
  return { now: new Date(clock.now()).toISOString(), frozen: clock.isFrozen() }
}
