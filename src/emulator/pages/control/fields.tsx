import type { Child } from 'hono/jsx'

interface FieldProps {
  id: string
  label: string
  value: string
  hint?: string
  problem: string | undefined
  /** How many lines; one makes an input, more a text area. Default 1. */
  rows?: number
}

/** A labelled text field with its hint and what is wrong with it. */
export function TextField({ id, label, value, hint, problem, rows = 1 }: FieldProps) {
  const describedBy = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined
  const shared = { id, name: id, 'aria-describedby': describedBy, 'aria-invalid': problem ? 'true' : undefined }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
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

function FieldProblem({ id, problem }: { id: string; problem: string | undefined }) {
  if (!problem) return null
  return (
    <p class="problem" id={`${id}-problem`}>
      ✘ {problem}
    </p>
  )
}
