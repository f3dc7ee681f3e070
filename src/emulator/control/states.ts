import { aText, ControlError, operation } from './operation.ts'

const named = { required: ['name'], properties: { name: { ...aText, maxLength: 100 } } } as const

/** What can be done about whole states of the emulator. */
export const stateOperations = [
  operation('state show', 'Shows what runs here, in figures; overlap is the most refreshes of one grant at once.', {
    reads: true,
    run: ({ origin, clock, people, integrations, grants, overlap, faults, webhooks, journal }) => ({
      url: origin(),
      now: new Date(clock.now()).toISOString(),
      frozen: clock.isFrozen(),
      users: people.all().length,
      apps: integrations.list().length,
      grants: grants.live().length,
      overlap: overlap.highest(),
      faults: faults.list().length,
      webhooks: webhooks.list().length,
      requests: journal.entries().length,
    }),
  }),
  operation('snapshots list', 'Lists the states that were kept.', {
    reads: true,
    run: ({ snapshots }) => snapshots.list().map(({ name, at }) => ({ name, at: new Date(at).toISOString() })),
  }),
  operation<{ name: string }>('snapshots save', 'Keeps the present state under a name.', {
    ...named,
    run({ snapshots }, { name }) {
      snapshots.save(name)
      return { name }
    },
  }),
  operation<{ name: string }>('snapshots restore', 'Goes back to a state that was kept.', {
    ...named,
    run({ snapshots }, { name }) {
      if (!snapshots.restore(name)) throw new ControlError('EMU-NOT-FOUND', `there is no snapshot ${name}`)
      return { name }
    },
  }),
  operation<{ name: string }>('snapshots remove', 'Forgets a state that was kept.', {
    ...named,
    run({ snapshots }, { name }) {
      if (!snapshots.remove(name)) throw new ControlError('EMU-NOT-FOUND', `there is no snapshot ${name}`)
      return { name }
    },
  }),
  operation('state reset', 'Goes back to how the emulator was when it started.', {
    run({ snapshots, journal, overlap }) {
      snapshots.reset()
      journal.clear()
      overlap.forget()
      return {}
    },
  }),
]
