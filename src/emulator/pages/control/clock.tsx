import { runOperation } from '../../control/operations.ts'
import type { ShownGrant } from '../../control/tokens.ts'
import { Layout } from '../layout.tsx'
import { type PageView, viewForm } from './attempt.ts'
import { describeExpiring } from './expiring.ts'
import { Action, FormText } from './fields.tsx'
import { Instant } from './instant.tsx'

const STEPS = [
  { by: '1h', label: '+1 h', ms: 3_600_000 },
  { by: '14d', label: '+14 d', ms: 1_209_600_000 },
  { by: '90d', label: '+90 d', ms: 7_776_000_000 },
]

/** The one clock that everything here ages by, and states to go back to. */
export async function ClockPage(view: PageView) {
  const { context, query, attempt } = view
  const { clock, people } = context
  const grants = (await runOperation(context, 'tokens list')) as ShownGrant[]
  return (
    <Layout title="Clock" current="clock" query={query} attempt={attempt}>
      <p class="now">
        <Instant at={clock.now()} /> <strong>{clock.isFrozen() ? 'stands still' : 'runs'}</strong>
      </p>
      <p>Tokens, codes and webhooks here age by this clock.</p>
      {clock.isFrozen() ? (
        <Action to="/clock/run" label="Let it run" />
      ) : (
        <Action to="/clock/freeze" label="Let it stand still" />
      )}
      <h2>Move</h2>
      <ul class="cards columns">
        {STEPS.map(({ by, label, ms }) => (
          <li>
            <Action to="/clock/move" label={label} fields={{ by }} />
            {describeExpiring(grants, people, ms).map((line) => (
              <p>
                <bdi>{line}</bdi>
              </p>
            ))}
          </li>
        ))}
      </ul>
      <OtherMoves {...view} />
      <Snapshots {...view} />
    </Layout>
  )
}

function OtherMoves({ context, attempt }: PageView) {
  const move = viewForm('clock-move', attempt)
  const set = viewForm('clock-set', attempt)
  const now = new Date(context.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z')
  return (
    <>
      <form method="post" action="/clock/move" class="inline">
        <FormText form={move} name="by" label="Move by" hint="Like 90m, 36h or 2d." />
        <button type="submit" class="quiet">
          Move
        </button>
      </form>
      <form method="post" action="/clock/set" class="inline">
        <FormText
          form={set}
          name="at"
          label="Set to"
          hint="Back too; what had expired by then lives again."
          value={now}
        />
        <button type="submit" class="quiet">
          Set
        </button>
      </form>
    </>
  )
}

function Snapshots({ context, attempt }: PageView) {
  const kept = context.snapshots.list()
  return (
    <>
      <h2>Snapshots</h2>
      <p>A snapshot is the whole state: users, spaces, tokens, faults, settings and the clock.</p>
      <form method="post" action="/clock/snapshots/save" class="inline">
        <FormText form={viewForm('snapshots-save', attempt)} name="name" label="Name" />
        <button type="submit" class="quiet">
          Save the present state
        </button>
      </form>
      {kept.length === 0 && <p>There is no snapshot yet.</p>}
      <ul class="rows">
        {kept.map(({ name, at }) => (
          <li>
            <bdi>{name}</bdi>
            <span>
              <Instant at={at} />
            </span>
            <span class="actions">
              <Action to="/clock/snapshots/restore" label="Restore" of={name} fields={{ name }} />
              <Action to="/clock/snapshots/remove" label="Remove" of={name} fields={{ name }} danger />
            </span>
          </li>
        ))}
      </ul>
      <h2>Begin again</h2>
      <p>Everything becomes as it was when the emulator was started. Snapshots stay.</p>
      <Action to="/clock/reset" label="Reset everything" danger />
    </>
  )
}
