import { builtInScenarios } from '../../breaking/built-in-scenarios.ts'
import type { AddedFault } from '../../breaking/faults.ts'
import { Layout } from '../layout.tsx'
import { type PageView, viewForm } from './attempt.ts'
import { FaultForm } from './fault-form.tsx'
import { describeFault } from './fault-words.ts'
import { Action, FormText } from './fields.tsx'
import { Instant } from './instant.tsx'
import { presets } from './presets.ts'

const MOST = 100

/** What is broken on purpose, and the ways to break more. */
export function FaultsPage(view: PageView) {
  const { context, query, attempt } = view
  return (
    <Layout title="Faults" current="faults" query={query} attempt={attempt}>
      <Active faults={context.faults.list()} hasLimits={context.rateLimits.list().length > 0} />
      <h2>Scenarios</h2>
      <Scenarios attempt={attempt} />
      <h2>Rate limits</h2>
      <RateLimits {...view} />
      <h2 id="add">Add a fault</h2>
      <Presets />
      <FaultForm query={query} attempt={attempt} />
    </Layout>
  )
}

function Active({ faults, hasLimits }: { faults: AddedFault[]; hasLimits: boolean }) {
  if (faults.length === 0) {
    return (
      <p>
        {hasLimits ? 'There is no fault, but a rate limit.' : 'Nothing is broken: every request gets its true answer.'}
      </p>
    )
  }
  return (
    <>
      <ul class="rows">
        {faults.slice(0, MOST).map((added) => (
          <FaultRow added={added} />
        ))}
      </ul>
      {faults.length > MOST && <p>and {faults.length - MOST} more</p>}
      <Action to="/faults/reset" label="Remove all faults" danger />
    </>
  )
}

function FaultRow({ added: { id, fault, remaining, hits, endsAt } }: { added: AddedFault }) {
  return (
    <li>
      <span>
        <strong>{id}</strong>{' '}
        <code>
          <bdi>{fault.on}</bdi>
        </code>
      </span>
      <span>
        <bdi>{describeFault(fault)}</bdi>
      </span>
      <span>
        {remaining === null ? 'until removed' : `${remaining} more`}, {hits} so far
        {endsAt !== null && (
          <>
            , ends <Instant at={endsAt} />
          </>
        )}
        <Action to="/faults/remove" label="Remove" of={id} fields={{ id }} />
      </span>
    </li>
  )
}

function Scenarios({ attempt }: Pick<PageView, 'attempt'>) {
  const form = viewForm('scenarios-play', attempt)
  return (
    <>
      <ul class="cards columns">
        {builtInScenarios.map(({ name, description }) => (
          <li>
            <strong>{name}</strong>
            <p>{description}</p>
            <Action to="/faults/scenario" label="Apply" of={name} fields={{ name }} />
          </li>
        ))}
      </ul>
      <details open={form.isBack}>
        <summary>Play one of your own</summary>
        <form method="post" action="/faults/own-scenario">
          <FormText form={form} name="scenario" label="Scenario" hint="YAML or JSON." value={EXAMPLE} rows={8} />
          <button type="submit">Play</button>
        </form>
      </details>
    </>
  )
}

const EXAMPLE = `name: the second page fails twice
steps:
  - fault: { on: GET /v1/rooms, every: 2, times: 2, status: 502 }
  - clock: { move: 14d }
`

function RateLimits({ context, attempt }: PageView) {
  const form = viewForm('limits-set', attempt)
  const limits = context.rateLimits.list()
  const everybody = limits.length > 1 ? 'everybody else' : 'everybody'
  return (
    <>
      {limits.length === 0 && <p>There is none.</p>}
      <ul class="rows">
        {limits.slice(0, MOST).map(({ user, perMinute }) => (
          <li>
            <bdi>{user ?? everybody}</bdi>
            <span>{perMinute} requests a minute</span>
            <Action
              to="/faults/limits/lift"
              label="Lift"
              of={`for ${user ?? everybody}`}
              fields={user === null ? {} : { user }}
            />
          </li>
        ))}
      </ul>
      <form method="post" action="/faults/limits" class="inline">
        <FormText form={form} name="perMinute" label="Requests a minute" hint="At Webex about 300." />
        <FormText form={form} name="user" label="Key of the user" hint="Default: everybody." />
        <button type="submit" class="quiet">
          Limit
        </button>
      </form>
    </>
  )
}

function Presets() {
  return (
    <>
      <p>Fill in the form with:</p>
      <ul class="chips">
        {presets.map(({ name, label }) => (
          <li>
            <a href={`/faults?preset=${name}#add`}>{label}</a>
          </li>
        ))}
      </ul>
    </>
  )
}
