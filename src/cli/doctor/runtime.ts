import { type Finding, isFine } from './finding.ts'

const OLDEST = [20, 19]

/** Whether this Node can run it. */
export function checkRuntime(version = process.versions.node): Finding[] {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor))
    return [isFine('Runtime', `Node ${version}`)]
  const fix = `Install Node ${OLDEST.join('.')} or newer.`
  return [{ section: 'Runtime', level: 'error', text: `Node ${version} is too old.`, fix }]
}
