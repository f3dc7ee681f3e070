import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkAnswers } from './check.ts'
import { writeCoverage } from './coverage.ts'
import { findDescription, readOperations } from './description.ts'
import { deviations } from './deviations.ts'
import { walkEverything } from './walk.ts'

const description = findDescription()
const reason = description ? '' : ' (skipped: Webex’s OpenAPI file is not at hand; WEBEX_OPENAPI may name it)'
const coverage = join(import.meta.dirname, '../../docs/emulator-coverage.md')

describe.skipIf(!description)(`what the emulator answers${reason}`, () => {
  it('is what Webex’s OpenAPI file says, but for the deviations that have a reason', async () => {
    const operations = readOperations(description ?? '')
    const answers = await walkEverything()
    expect(answers.filter(({ status }) => status >= 300).map(({ method, path, text }) => [method, path, text])).toEqual(
      [],
    )
    const findings = checkAnswers(operations, answers)
    const problems = [...findings.problems]
    expect(problems.filter((problem) => !deviations.some(({ on }) => on.test(problem)))).toEqual([])
    expect(deviations.filter(({ on }) => !problems.some((problem) => on.test(problem)))).toEqual([])
    await expect(writeCoverage(operations, findings)).toMatchFileSnapshot(coverage)
  })

  it('is compared by a check that finds what is wrong', async () => {
    const operations = readOperations(description ?? '')
    const rooms = { method: 'GET', path: '/v1/rooms', status: 200, headers: new Headers(), text: '{}' }
    const body = { items: [{ id: 1, type: 'other', colour: 'red' }] }
    expect([...checkAnswers(operations, [{ ...rooms, body }]).problems]).toEqual([
      'GET /rooms items.id: Instance type "number" is invalid. Expected "string".',
      'GET /rooms items.type: Instance does not match any of ["direct","group"].',
      'GET /rooms items.colour: False boolean schema.',
    ])
  })
})
