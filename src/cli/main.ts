#!/usr/bin/env node
import { wantsDebug, wantsQuiet } from './arguments.ts'
import { tellFailure } from './failure.ts'
import { createInput } from './input.ts'
import { createOutput, endWithoutReader } from './output.ts'
import { runCommand } from './run.ts'

const argv = process.argv.slice(2)
const output = createOutput({ color: !argv.includes('--no-color'), quiet: wantsQuiet(argv) })
const { stdin, stderr } = process
const interactive = stdin.isTTY && stderr.isTTY && !argv.includes('--no-input')

endWithoutReader((exitCode) => process.exit(exitCode))
process.setUncaughtExceptionCaptureCallback(async (error) => {
  process.exit(await tellFailure(error, output, { json: argv.includes('--json'), debug: wantsDebug(argv) }))
})
const exitCode = await runCommand(argv, output, createInput({ stdin, stderr, interactive }))
await output.flush()
process.exit(exitCode)
