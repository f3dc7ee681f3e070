import { type Environment, nodeEnvironment } from '../../index.ts'
import { readArguments } from '../arguments.ts'
import type { Command } from '../command.ts'
import { checkAppHub } from '../doctor/app-hub.ts'
import { checkConfiguration } from '../doctor/configuration.ts'
import type { Finding } from '../doctor/finding.ts'
import { checkOnline } from '../doctor/online.ts'
import { checkOperation } from '../doctor/operation.ts'
import { checkRedirect } from '../doctor/redirect.ts'
import { checkRuntime } from '../doctor/runtime.ts'
import { checkStore } from '../doctor/store.ts'
import type { Output } from '../output.ts'

const options = {
  settings: { type: 'string' },
  fix: { type: 'boolean' },
  online: { type: 'boolean' },
  'app-hub': { type: 'boolean' },
  json: { type: 'boolean' },
} as const

interface Asked {
  settings: string | undefined
  online: boolean
  appHub: boolean
}

/** A check found problems. */
const PROBLEMS = 3

/** `grantkeeper doctor`: looks at everything a sign-in and a refresh need, and changes nothing unless asked to. */
export const runDoctor: Command = async (argv, output) => {
  const { values } = readArguments(argv, options)
  const { settings, fix, online = false, 'app-hub': appHub = false, json = false } = values
  const environment = nodeEnvironment()
  const look = () => lookAtAll({ settings, online, appHub }, environment, output)
  const first = await look()
  const fixed = fix ? repairAll(first) : []
  const findings = fixed.length > 0 ? await look() : first
  await environment.close()
  const errors = findings.filter(({ level }) => level === 'error').length
  const warnings = findings.filter(({ level }) => level === 'warning').length
  if (json) {
    const shown = findings.map(({ repair: _, ...shownOfIt }) => shownOfIt)
    output.print(JSON.stringify({ findings: shown, errors, warnings, ...(fix && { fixed }) }))
  } else {
    for (const [index, done] of fixed.entries())
      output.print(`${(index === 0 ? 'Fixed' : '').padEnd(10)}${output.paint('green', '✔')} ${done}`)
    if (fix && fixed.length === 0) output.note('There is nothing that could be fixed from here.')
    tellFindings(findings, output)
    output.print(`\nErrors: ${errors}, warnings: ${warnings}`)
  }
  return errors > 0 ? PROBLEMS : 0
}

async function lookAtAll(asked: Asked, environment: Environment, output: Output): Promise<Finding[]> {
  const { settings, online, appHub } = asked
  const { config, findings } = checkConfiguration(settings)
  const all = [...checkRuntime(), ...findings]
  if (!config) return all
  all.push(...(await checkRedirect(config)), ...(await checkStore(config, environment)), ...checkOperation(config))
  if (online) output.note(`  asking ${config.baseUrl.value} …`)
  if (online) all.push(...(await checkOnline(config, environment)))
  return appHub ? [...all, ...checkAppHub(config)] : all
}

/** Each in its turn, as one may make another possible. Gives what was done. */
function repairAll(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ repair }) => {
    repair?.run()
    return repair ? [repair.tells] : []
  })
}

const MARKS = { ok: ['green', '✔'], note: ['cyan', 'i'], warning: ['yellow', '!'], error: ['red', '✘'] } as const

function tellFindings(findings: readonly Finding[], output: Output): void {
  let section: string | undefined
  for (const finding of findings) {
    const [color, mark] = MARKS[finding.level]
    const heading = finding.section === section ? '' : finding.section
    section = finding.section
    const code = finding.code ? `  ${output.paint('dim', finding.code)}` : ''
    output.print(`${heading.padEnd(10)}${output.paint(color, mark)} ${finding.text}${code}`)
    const ways = [finding.fix, finding.repair && 'grantkeeper doctor --fix'].filter((way) => way !== undefined)
    for (const way of ways) output.print(`${''.padEnd(12)}→ ${way}`)
  }
}
