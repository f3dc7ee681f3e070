import type { Delivery } from '../../webhooks/deliveries.ts'
import { showTarget } from '../../webhooks/target.ts'
import type { ListedWebhook } from '../../webhooks/webhooks.ts'
import { Layout } from '../layout.tsx'
import { type PageView, viewForm } from './attempt.ts'
import { FormSelect, FormText, type Option } from './fields.tsx'
import { Instant } from './instant.tsx'
import { address, Pager, readStart } from './paging.tsx'

const MOST_WEBHOOKS = 50
const SIZE = 20

const RESOURCES = ['messages', 'memberships', 'rooms', 'attachmentActions', 'meetings', 'recordings']
const MORE_RESOURCES = ['meetingParticipants', 'meetingTranscripts']
const EVENTS = ['created', 'updated', 'deleted', 'migrated', 'started', 'ended', 'joined', 'left']

/** Webhooks, what was delivered to them, and the ways to deliver it wrongly. */
export function WebhooksPage(view: PageView) {
  const { context, query, attempt } = view
  const webhooks = context.webhooks.list()
  return (
    <Layout title="Webhooks" current="webhooks" query={query} attempt={attempt}>
      <WebhookList webhooks={webhooks} />
      <h2>Deliveries</h2>
      <Deliveries query={query} deliveries={context.webhooks.deliveries().reverse()} webhooks={webhooks} />
      <h2>Trigger</h2>
      <p>Tells webhooks of something that did not happen.</p>
      <Trigger {...view} webhooks={webhooks.slice(0, MOST_WEBHOOKS)} />
    </Layout>
  )
}

function WebhookList({ webhooks }: { webhooks: ListedWebhook[] }) {
  if (webhooks.length === 0) {
    return (
      <p>
        There is no webhook yet. An application makes one with <code>POST /v1/webhooks</code>.
      </p>
    )
  }
  return (
    <>
      <ul class="rows">
        {webhooks.slice(0, MOST_WEBHOOKS).map((webhook) => (
          <WebhookRow webhook={webhook} />
        ))}
      </ul>
      {webhooks.length > MOST_WEBHOOKS && <p>and {webhooks.length - MOST_WEBHOOKS} more</p>}
    </>
  )
}

function WebhookRow({ webhook }: { webhook: ListedWebhook }) {
  const { name, resource, event, filter, targetUrl, status, signed, user } = webhook
  return (
    <li>
      <span>
        <strong>
          <bdi>{name}</bdi>
        </strong>{' '}
        {status !== 'active' && <span class="mark bad">{status}</span>} {signed && <span class="mark">signed</span>}
      </span>
      <span>
        {resource} {event} {filter && <code>{filter}</code>} of <bdi>{user ?? 'somebody who is gone'}</bdi>
      </span>
      <code>
        <bdi>{showTarget(targetUrl)}</bdi>
      </code>
    </li>
  )
}

interface DeliveriesProps {
  query: URLSearchParams
  /** Newest first. */
  deliveries: Delivery[]
  webhooks: ListedWebhook[]
}

function Deliveries({ query, deliveries, webhooks }: DeliveriesProps) {
  if (deliveries.length === 0) return <p>Nothing was delivered yet.</p>
  const start = readStart(query)
  const shown = deliveries.slice(start, start + SIZE)
  const names = new Map(webhooks.map(({ id, name }) => [id, name]))
  return (
    <>
      <p>
        <a href={address('/webhooks', query)}>Load again</a>
      </p>
      <ul class="rows">
        {shown.map((delivery) => (
          <DeliveryRow delivery={delivery} name={names.get(delivery.webhookId)} />
        ))}
      </ul>
      <Pager
        path="/webhooks"
        query={query}
        start={start}
        shown={shown.length}
        size={SIZE}
        hasMore={start + SIZE < deliveries.length}
        total={deliveries.length}
      />
    </>
  )
}

function DeliveryRow({ delivery, name }: { delivery: Delivery; name: string | undefined }) {
  const { id, at, target, kind, resource, event, status, error, durationMs } = delivery
  const isGood = status !== undefined && status >= 200 && status < 300
  return (
    <li>
      <span>
        <strong class={isGood ? undefined : 'bad'}>{status ?? <bdi>{error}</bdi>}</strong> {resource} {event}{' '}
        {kind !== 'event' && <span class="mark">{kind}</span>}
      </span>
      <span>
        <bdi>{name ?? 'a deleted webhook'}</bdi>, <code>{target}</code>
      </span>
      <span>
        <Instant at={at} /> <small>{durationMs} ms</small>
      </span>
      {name !== undefined && <Again id={id} of={`${resource} ${event} to ${name}`} />}
    </li>
  )
}

const WAYS = [
  ['again', 'Redeliver'],
  ['duplicate', 'Three times'],
  ['late', '30 s late'],
  ['forged', 'Badly signed'],
]

function Again({ id, of }: { id: string; of: string }) {
  return (
    <form method="post" action="/webhooks/redeliver" class="actions whole">
      <input type="hidden" name="id" value={id} />
      {WAYS.map(([way, label]) => (
        <button type="submit" class="quiet" name="way" value={way}>
          {label}
          <span class="unseen">
            : <bdi>{of}</bdi>
          </span>
        </button>
      ))}
    </form>
  )
}

function Trigger({ attempt, webhooks }: PageView & { webhooks: ListedWebhook[] }) {
  const form = viewForm('webhooks-trigger', attempt)
  const same = (name: string): Option => [name, name]
  const told: Option[] = [['', 'whoever watches it'], ...webhooks.map(({ id, name }): Option => [id, name])]
  return (
    <form method="post" action="/webhooks/trigger">
      <div class="columns">
        <FormSelect
          form={form}
          name="resource"
          label="Resource"
          options={[...RESOURCES, ...MORE_RESOURCES].map(same)}
        />
        <FormSelect form={form} name="event" label="Event" options={EVENTS.map(same)} />
        <FormSelect form={form} name="webhookId" label="Told" options={told} />
      </div>
      <FormText form={form} name="data" label="Data" hint="A JSON object. Default: a made-up id." rows={3} />
      <button type="submit">Trigger</button>
    </form>
  )
}
