import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { readOperatorDigest } from '../../config/operator-token.ts'
import type { Config } from '../../config.ts'
import { isGrantkeeperError } from '../../index.ts'
import { describeError, type Finding, isFine } from './finding.ts'

const SECTION = 'Operation'

/** Whether the audit can be kept, an operator can come in from elsewhere, and what is known of backups. */
export function checkOperation(config: Config): Finding[] {
  return [checkToken(config), checkAuditLog(config), ...noteBackups(config)]
}

function checkToken({ operatorToken, operatorFile }: Config): Finding {
  if (operatorToken) return isFine(SECTION, `the operator token is set (${operatorToken.name})`)
  try {
    if (readOperatorDigest(operatorFile) !== undefined) return isFine(SECTION, 'an operator token was made')
  } catch (error) {
    if (isGrantkeeperError(error)) return describeError(SECTION, error)
    throw error
  }
  return note('no operator token: /metrics opens to this computer only', 'To make one: grantkeeper operator-token')
}

function checkAuditLog({ auditLog }: Config): Finding {
  if (!auditLog) return note('no audit is kept', 'To keep one, set GRANTKEEPER_AUDIT_LOG to a file.')
  if (auditLog.value === '-') return isFine(SECTION, 'the audit goes to stderr')
  try {
    accessSync(existsSync(auditLog.value) ? auditLog.value : dirname(auditLog.value), constants.W_OK)
    return isFine(SECTION, `the audit goes to ${auditLog.value}`)
  } catch (error) {
    const text = `the audit log ${auditLog.value} cannot be written (${(error as NodeJS.ErrnoException).code})`
    const fix = 'Make its folder, and let this user write there.'
    return { section: SECTION, level: 'error', text, code: 'WX-CONFIG-INVALID', fix }
  }
}

function noteBackups({ database }: Config): Finding[] {
  if (/^postgres/.test(database.value)) return []
  return [note('when the last backup was made is not known here', 'To make one at any time: grantkeeper backup FILE')]
}

function note(text: string, fix: string): Finding {
  return { section: SECTION, level: 'note', text, fix }
}
