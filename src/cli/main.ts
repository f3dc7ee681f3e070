#!/usr/bin/env node
import { wantsDebug } from './arguments.ts'
import { tellFailure } from './failure.ts'
import { createOutput, endQuietlyOnClosedPipe } from './output.ts'
import { runCommand } from './run.ts'

const argv = process.argv.slice(2)
const output = createOutput({ color: !argv.includes('--no-color') })

endQuietlyOnClosedPipe(() => process.exit(0))
process.setUncaughtExceptionCaptureCallback(async (error) => {
  process.exit(await tellFailure(error, output, { json: argv.includes('--json'), debug: wantsDebug(argv) }))
})
const exitCode = await runCommand(argv, output)
await output.flush()
process.exit(exitCode)
