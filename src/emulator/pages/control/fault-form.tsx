import { type FormView, type PageView, viewForm } from './attempt.ts'
import { writeFaultForm } from './fault-words.ts'
import { FormSelect, FormText, FormTick, type Option } from './fields.tsx'
import { presets } from './presets.ts'

type PartProps = { form: FormView; given: Record<string, string> }

/** Every kind of fault in one form: what is left open is left out. */
export function FaultForm({ query, attempt }: Pick<PageView, 'query' | 'attempt'>) {
  const form = viewForm('faults-add', attempt)
  const fault = presets.find(({ name }) => name === query.get('preset'))?.fault
  const given = writeFaultForm(fault ?? {})
  return (
    <form method="post" action="/faults/add">
      <Which form={form} given={given} />
      <Instead form={form} given={given} />
      <Changed form={form} given={given} isSame={fault?.sameAccessToken ?? false} />
      <button type="submit">Add this fault</button>
    </form>
  )
}

const GRANT_TYPES = ['', 'authorization_code', 'refresh_token']

function Which({ form, given }: PartProps) {
  return (
    <fieldset>
      <legend>Which requests</legend>
      <FormText
        form={form}
        name="on"
        label="Method and path"
        hint="Like GET /v1/rooms, GET /v1/rooms/:id or * /v1/*."
        value={given.on}
      />
      <div class="columns">
        <FormText
          form={form}
          name="times"
          label="How many of them"
          hint="Default: all, until it is removed."
          value={given.times}
        />
        <FormText form={form} name="every" label="Every n-th" value={given.every} />
        <FormText
          form={form}
          name="probability"
          label="With probability"
          hint="From 0 to 1."
          value={given.probability}
        />
        <FormText form={form} name="seed" label="Seed" hint="The same gives the same run." value={given.seed} />
        <FormText form={form} name="lastsMs" label="For so long" hint="Of this clock, like 1d." value={given.lastsMs} />
        <FormText form={form} name="user" label="Of the user" hint="Their key." value={given.user} />
        <FormText form={form} name="clientId" label="Of the client id" value={given.clientId} />
        <FormSelect
          form={form}
          name="grantType"
          label="Grant type"
          options={toOptions(GRANT_TYPES)}
          value={given.grantType}
        />
      </div>
    </fieldset>
  )
}

const FIRST = ['', 'revoke', 'expire-code', 'expire-access-token']
const REFUSALS = ['', 'invalid_grant', 'admin-approval']
const DROPS = ['', 'before', 'after', 'mid-body', 'truncated']

function Instead({ form, given }: PartProps) {
  return (
    <fieldset>
      <legend>What happens</legend>
      <div class="columns">
        <FormText form={form} name="delayMs" label="Wait" hint="Like 500ms, 5s or 50..200 ms." value={given.delayMs} />
        <FormSelect form={form} name="first" label="Just before" options={toOptions(FIRST)} value={given.first} />
        <FormSelect
          form={form}
          name="drop"
          label="Break the connection"
          options={toOptions(DROPS)}
          value={given.drop}
        />
        <FormSelect form={form} name="refuse" label="Refuse as" options={toOptions(REFUSALS)} value={given.refuse} />
        <FormText
          form={form}
          name="status"
          label="Answer with status"
          hint="The request is not processed."
          value={given.status}
        />
      </div>
      <FormText
        form={form}
        name="headers"
        label="Headers"
        hint="One a line, like Retry-After: 18."
        rows={2}
        value={given.headers}
      />
      <FormText form={form} name="body" label="Body" rows={2} value={given.body} />
    </fieldset>
  )
}

const SPOILED = ['', 'garbage', 'html', 'half', 'enormous', 'bomb']
const LINKS = ['', 'other-origin', 'loop', 'max-null']

function Changed({ form, given, isSame }: PartProps & { isSame: boolean }) {
  return (
    <fieldset>
      <legend>What becomes of the true answer</legend>
      <div class="columns">
        <FormSelect form={form} name="spoil" label="The body" options={toOptions(SPOILED)} value={given.spoil} />
        <FormSelect form={form} name="link" label="The next page" options={toOptions(LINKS)} value={given.link} />
        <FormText
          form={form}
          name="skewMs"
          label="Clock ahead by"
          hint="Like 1h; -3600000 for behind."
          value={given.skewMs}
        />
        <FormText
          form={form}
          name="kmsFailureEvery"
          label="Every n-th item undecryptable"
          value={given.kmsFailureEvery}
        />
        <FormText form={form} name="dripBytes" label="In pieces of so many bytes" value={given.dripBytes} />
        <FormText form={form} name="dripEveryMs" label="One every" hint="Like 50ms." value={given.dripEveryMs} />
      </div>
      <FormTick form={form} name="sameAccessToken" label="The access token of before is given again" ticked={isSame} />
    </fieldset>
  )
}

function toOptions(names: string[]): Option[] {
  return names.map((name) => [name, name || '–'])
}
