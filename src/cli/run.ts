import { readArguments, UsageError, unknownWord, wantsDebug } from './arguments.ts'
import type { Command } from './command.ts'
import { tellFailure } from './failure.ts'
import { commandHelp, generalHelp } from './help-texts/index.ts'
import type { Input } from './input.ts'
import type { Output } from './output.ts'
import { readVersion } from './version.ts'

type CommandName = keyof typeof commandHelp

/** Each command's modules are loaded when it is called, so that none pays for another. */
const commands: Record<CommandName, () => Promise<Command>> = {
  demo: async () => (await import('./commands/demo.ts')).runDemo,
  serve: async () => (await import('./commands/serve.ts')).runServe,
  emulate: async () => (await import('./commands/emulate.ts')).runEmulate,
  init: async () => (await import('./commands/init.ts')).runInit,
  config: async () => (await import('./commands/config.ts')).runConfig,
  completion: async () => (await import('./commands/completion.ts')).runCompletion,
  login: async () => (await import('./commands/login.ts')).runLogin,
  logout: async () => (await import('./commands/logout.ts')).runLogout,
  status: async () => (await import('./commands/status.ts')).runStatus,
  refresh: async () => (await import('./commands/refresh.ts')).runRefresh,
  revoke: async () => (await import('./commands/revoke.ts')).runRevoke,
  spaces: async () => (await import('./commands/spaces.ts')).runSpaces,
  api: async () => (await import('./commands/api.ts')).runApi,
  listen: async () => (await import('./commands/listen.ts')).runListen,
  trigger: async () => (await import('./commands/trigger.ts')).runTrigger,
  doctor: async () => (await import('./commands/doctor.ts')).runDoctor,
  backup: async () => (await import('./commands/backup.ts')).runBackup,
  restore: async () => (await import('./commands/restore.ts')).runRestore,
  'operator-token': async () => (await import('./commands/operator-token.ts')).runOperatorToken,
  emu: async () => (await import('./commands/emu.ts')).runEmu,
  keys: async () => (await import('./commands/keys.ts')).runKeys,
  scopes: async () => (await import('./commands/scopes.ts')).runScopes,
  explain: async () => (await import('./commands/explain.ts')).runExplain,
  help: async () => (await import('./commands/help.ts')).runHelp,
}

/** Runs one command line from its first word to its exit code. It never rejects. */
export async function runCommand(argv: readonly string[], output: Output, input: Input): Promise<number> {
  try {
    return await dispatch(argv, output, input)
  } catch (error) {
    const command = argv[0] !== undefined && isCommand(argv[0]) && argv[0] !== 'help' ? argv[0] : undefined
    return tellFailure(error, output, { json: argv.includes('--json'), debug: wantsDebug(argv), command })
  }
}

async function dispatch(argv: readonly string[], output: Output, input: Input): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || name.startsWith('-')) return answerOptions(argv, output)
  if (!isCommand(name)) throw unknownWord('command', name, Object.keys(commands))
  const own = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest
  if (own.includes('--help') || own.includes('-h')) return tell(commandHelp[name], output)
  const command = await commands[name]()
  return command(rest, output, input)
}

function answerOptions(argv: readonly string[], output: Output): number {
  const command = argv.find(isCommand)
  if (command) throw new UsageError(`Options come behind the command: grantkeeper ${command} …`)
  const { values } = readArguments(argv, { version: { type: 'boolean' } })
  return tell(values.version ? readVersion() : generalHelp, output)
}

function tell(text: string, output: Output): number {
  output.print(text)
  return 0
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}
