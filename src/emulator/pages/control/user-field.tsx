import type { EmulatorContext } from '../../context.ts'
import type { FormView } from './attempt.ts'
import { FormSelect, FormText, type Option } from './fields.tsx'

const MOST = 100

interface UserFieldProps {
  context: EmulatorContext
  form: FormView
  label: string
  /** Key of who is chosen. */
  value?: string
  /** What stands for nobody in particular. */
  nobody?: string
}

/** Chooses a user: from a list, or by key where the list would be long. */
export function UserField({ context, form, label, value = '', nobody }: UserFieldProps) {
  const users = context.people.all()
  if (users.length > MOST) return <FormText form={form} name="user" label={`${label} (key)`} value={value} />
  const options = users.map(({ key, displayName }): Option => [key, displayName])
  const all: Option[] = nobody === undefined ? options : [['', nobody], ...options]
  return <FormSelect form={form} name="user" label={label} options={all} value={value} />
}
