import type { EmulatorContext } from '../../context.ts'
import { ClockPage } from '../../pages/control/clock.tsx'
import type { Endpoint } from '../../server/endpoint.ts'
import { pageRoutes } from './forms.tsx'

/** Clock: move, set, freeze; snapshots of everything. */
export function clockRoutes(context: EmulatorContext): Endpoint[] {
  const { show, act } = pageRoutes(context, '/clock', ClockPage)
  const field = (name: string) => (sent: URLSearchParams) => ({ [name]: sent.get(name)?.trim() ?? '' })
  const name = field('name')
  return [
    ['GET', '/clock', show],
    ['POST', '/clock/move', act({ operation: 'clock move', input: field('by'), done: 'clock-moved' })],
    ['POST', '/clock/set', act({ operation: 'clock set', input: field('at'), done: 'clock-moved' })],
    ['POST', '/clock/freeze', act({ operation: 'clock freeze', done: 'clock-frozen' })],
    ['POST', '/clock/run', act({ operation: 'clock run', done: 'clock-runs' })],
    ['POST', '/clock/reset', act({ operation: 'state reset', done: 'reset' })],
    ['POST', '/clock/snapshots/save', act({ operation: 'snapshots save', input: name, done: 'snapshot-saved' })],
    [
      'POST',
      '/clock/snapshots/restore',
      act({ operation: 'snapshots restore', input: name, done: 'snapshot-restored' }),
    ],
    ['POST', '/clock/snapshots/remove', act({ operation: 'snapshots remove', input: name, done: 'snapshot-removed' })],
  ]
}
