import { appendFileSync } from 'node:fs'
import type { Config } from '../config.ts'
import { type Audit, createAudit, type Environment, type Grantkeeper } from '../index.ts'
import type { Output } from './output.ts'

interface AuditSources {
  config: Pick<Config, 'auditLog'>
  environment: Pick<Environment, 'now'>
  output: Pick<Output, 'say'>
  /** Whose events are written down too. */
  keeper?: Pick<Grantkeeper, 'on'>
}

/** The audit that the settings ask for; it keeps nothing where they ask for none. */
export function openAudit({
  config,
  environment,
  output,
  keeper = { on: () => () => undefined },
}: AuditSources): Audit {
  const place = config.auditLog?.value
  const { now } = environment
  if (place === undefined) return createAudit({ keeper, write: () => undefined, now })
  if (place === '-') return createAudit({ keeper, write: output.say, now })
  return createAudit({ keeper, write: appendTo(place, output), now })
}

/**
 * Opens the file anew for each line, so that it may be moved aside at any time. A line that cannot be kept stops nothing:
 * that is told once, and the next line that can be kept says how many were lost.
 */
function appendTo(file: string, output: Pick<Output, 'say'>): (line: string) => void {
  let lost = 0
  return (line) => {
    const { time } = JSON.parse(line)
    const gap = lost > 0 ? `${JSON.stringify({ time, what: 'audit.gap', lost })}\n` : ''
    try {
      appendFileSync(file, `${gap}${line}\n`, { mode: 0o600 })
      lost = 0
    } catch (error) {
      if (lost === 0)
        output.say(`! The audit log ${file} cannot be written (${codeOf(error)}). Everything else goes on.`)
      lost += 1
    }
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'no reason given'
}
