import { nodeEnvironment } from '../../index.ts'
import { readArguments } from '../arguments.ts'
import type { Command } from '../command.ts'
import { checkConfiguration } from '../doctor/configuration.ts'
import type { Finding } from '../doctor/finding.ts'
import { checkOnline } from '../doctor/online.ts'
import { checkOperation } from '../doctor/operation.ts'
import { checkRedirect } from '../doctor/redirect.ts'
import { checkRuntime } from '../doctor/runtime.ts'
import { checkStore } from '../doctor/store.ts'
import type { Output } from '../output.ts'

const options = { settings: { type: 'string' }, online: { type: 'boolean' }, json: { type: 'boolean' } } as const

/** A check found problems. */
const PROBLEMS = 3

/** `grantkeeper doctor`: looks at everything a sign-in and a refresh need, and changes nothing. */
export const runDoctor: Command = async (argv, output) => {
  const { values } = readArguments(argv, options)
  const environment = nodeEnvironment()
  const { config, findings } = checkConfiguration(values.settings)
  const all = [...checkRuntime(), ...findings]
  if (config)
    all.push(...(await checkRedirect(config)), ...(await checkStore(config, environment)), ...checkOperation(config))
  if (config && values.online) all.push(...(await checkOnline(config, environment)))
  await environment.close()
  const errors = all.filter(({ level }) => level === 'error').length
  const warnings = all.filter(({ level }) => level === 'warning').length
  if (values.json) output.print(JSON.stringify({ findings: all, errors, warnings }))
  else tellFindings(all, errors, warnings, output)
  return errors > 0 ? PROBLEMS : 0
}

const MARKS = { ok: ['green', '✔'], note: ['cyan', 'i'], warning: ['yellow', '!'], error: ['red', '✘'] } as const

function tellFindings(findings: readonly Finding[], errors: number, warnings: number, output: Output): void {
  let section: string | undefined
  for (const finding of findings) {
    const [color, mark] = MARKS[finding.level]
    const heading = finding.section === section ? '' : finding.section
    section = finding.section
    const code = finding.code ? `  ${output.paint('dim', finding.code)}` : ''
    output.print(`${heading.padEnd(10)}${output.paint(color, mark)} ${finding.text}${code}`)
    if (finding.fix) output.print(`${''.padEnd(12)}→ ${finding.fix}`)
  }
  output.print(`\nErrors: ${errors}, warnings: ${warnings}`)
}
