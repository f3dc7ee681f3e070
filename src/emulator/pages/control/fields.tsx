import type { Child } from 'hono/jsx'
import type { FormView } from './attempt.ts'

interface FieldProps {
  id: string
  label: string
  value: string
  /** Default: the id. */
  name?: string
  hint?: string
  problem: string | undefined
  /** How many lines; one makes an input, more a text area. Default 1. */
  rows?: number
}

/** A labelled text field with its hint and what is wrong with it. */
export function TextField({ id, label, value, name = id, hint, problem, rows = 1 }: FieldProps) {
  const shared = { id, name, ...describe(id, hint, problem) }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <Hint id={id} hint={hint} />
      {rows > 1 ? (
        <textarea {...shared} rows={rows} spellcheck={false}>
          {value}
        </textarea>
      ) : (
        <input {...shared} type="text" value={value} autocomplete="off" />
      )}
      <FieldProblem id={id} problem={problem} />
    </div>
  )
}

interface OwnProps {
  form: FormView
  name: string
  label: string
  hint?: string
  /** What it holds before anybody typed. */
  value?: string | number
}

/** A text field of one form among others on a page. */
export function FormText({ form, name, label, hint, value, rows }: OwnProps & { rows?: number }) {
  return (
    <TextField
      id={`${form.id}-${name}`}
      name={name}
      label={label}
      value={form.text(name, value)}
      problem={form.problem(name)}
      {...(hint !== undefined && { hint })}
      {...(rows !== undefined && { rows })}
    />
  )
}

export type Option = readonly [value: string, label: string]

/** A list to choose one of. */
export function FormSelect({ form, name, label, hint, value, options }: OwnProps & { options: readonly Option[] }) {
  const id = `${form.id}-${name}`
  const chosen = form.text(name, value)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <Hint id={id} hint={hint} />
      <select id={id} name={name} {...describe(id, hint, form.problem(name))}>
        {options.map(([option, words]) => (
          <option value={option} selected={option === chosen}>
            {words}
          </option>
        ))}
      </select>
      <FieldProblem id={id} problem={form.problem(name)} />
    </div>
  )
}

/** A box to tick. */
export function FormTick({
  form,
  name,
  label,
  ticked,
}: {
  form: FormView
  name: string
  label: string
  ticked?: boolean
}) {
  return (
    <Choice type="checkbox" name={name} value="yes" checked={form.isTicked(name, ticked)}>
      {label}
    </Choice>
  )
}

interface ChoicesProps {
  id: string
  legend: string
  problem?: string
  children: Child
}

/** A group of radio buttons or check-boxes. */
export function Choices({ id, legend, problem, children }: ChoicesProps) {
  return (
    <fieldset aria-describedby={problem && `${id}-problem`}>
      <legend>{legend}</legend>
      <FieldProblem id={id} problem={problem} />
      {children}
    </fieldset>
  )
}

interface ChoiceProps {
  type: 'radio' | 'checkbox'
  name: string
  value: string
  checked: boolean
  children: Child
}

export function Choice({ type, name, value, checked, children }: ChoiceProps) {
  return (
    <label class="choice">
      <input type={type} name={name} value={value} checked={checked} />
      <span>{children}</span>
    </label>
  )
}

interface ActionProps {
  /** Where the form is sent. */
  to: string
  label: string
  /** What a screen reader needs beside the label to tell this button from others like it. */
  of?: string
  danger?: boolean
  /** Sent along. */
  fields?: Record<string, string | number>
}

/** A button that does one thing. */
export function Action({ to, label, of, danger, fields = {} }: ActionProps) {
  return (
    <form method="post" action={to} class="action">
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={String(value)} />
      ))}
      <button type="submit" class={danger ? 'danger' : 'quiet'}>
        {label}
        {of && (
          <span class="unseen">
            {' '}
            <bdi>{of}</bdi>
          </span>
        )}
      </button>
    </form>
  )
}

function describe(id: string, hint: string | undefined, problem: string | undefined) {
  const describedBy = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined
  return { 'aria-describedby': describedBy, 'aria-invalid': problem ? ('true' as const) : undefined }
}

function Hint({ id, hint }: { id: string; hint: string | undefined }) {
  if (!hint) return null
  return (
    <p class="hint" id={`${id}-hint`}>
      {hint}
    </p>
  )
}

function FieldProblem({ id, problem }: { id: string; problem: string | undefined }) {
  if (!problem) return null
  return (
    <p class="problem" id={`${id}-problem`}>
      ✘ {problem}
    </p>
  )
}
