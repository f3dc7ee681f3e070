#!/usr/bin/env node
import { wantsDebug } from './arguments.ts'
import { tellFailure } from './failure.ts'
import { createOutput, endWithoutReader } from './output.ts'
import { runCommand } from './run.ts'

const argv = process.argv.slice(2)
const output = createOutput({ color: !argv.includes('--no-color') })

endWithoutReader((exitCode) => process.exit(exitCode))
process.setUncaughtExceptionCaptureCallback(async (error) => {
  process.exit(await tellFailure(error, output, { json: argv.includes('--json'), debug: wantsDebug(argv) }))
})
const exitCode = await runCommand(argv, output)
await output.flush()
process.exit(exitCode)
