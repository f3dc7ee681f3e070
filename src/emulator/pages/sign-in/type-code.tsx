import { Layout } from '../layout.tsx'

interface TypeCodeProps {
  /** What is filled in already. */
  code?: string
  /** What was wrong with the last code. */
  problem?: string
}

/** Where somebody types the code that a device shows. @see WEBEX.md §3 */
export function TypeCodePage({ code, problem }: TypeCodeProps) {
  return (
    <Layout title="Connect a device">
      {problem && (
        <p class="problem generic-error" role="alert" id="problem">
          ✘ {problem}
        </p>
      )}
      <form method="post" action="/verify">
        <p class="field">
          <label for="userCode">The code on the device</label>
          <input
            type="text"
            id="userCode"
            name="userCode"
            value={code}
            required
            autocomplete="off"
            spellcheck={false}
            aria-invalid={problem ? 'true' : undefined}
            aria-describedby={problem ? 'problem' : undefined}
          />
        </p>
        <p class="actions">
          <button type="submit">Next</button>
        </p>
      </form>
    </Layout>
  )
}
