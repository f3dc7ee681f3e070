import type { CommandWords, SHELLS } from './vocabulary.ts'

type Shell = (typeof SHELLS)[number]

/** A script that completes command lines; it runs nothing of ours. */
export function writeScript(shell: Shell, commands: readonly CommandWords[]): string {
  return writers[shell](commands)
}

const writers: Record<Shell, (commands: readonly CommandWords[]) => string> = {
  bash: writeBash,
  zsh: writeZsh,
  fish: writeFish,
  pwsh: writePwsh,
}

function writeBash(commands: readonly CommandWords[]): string {
  const cases = commands.map(({ name, words, options }) => `      ${name}) words='${listAll(words, options)}' ;;`)
  return `# grantkeeper completion for bash; put it behind "source <(" … ")" in ~/.bashrc
_grantkeeper() {
  local words='' current="\${COMP_WORDS[COMP_CWORD]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${commands.map(({ name }) => name).join(' ')} --help --version'
  else
    case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _grantkeeper grantkeeper`
}

function writeZsh(commands: readonly CommandWords[]): string {
  const described = commands.map(({ name, tells }) => `      ${quote(`${name}:${tells}`, "'\\''")}`)
  const cases = commands.map(({ name, words, options }) => `      ${name}) compadd -- ${listAll(words, options)} ;;`)
  return `#compdef grantkeeper
_grantkeeper() {
  if (( CURRENT == 2 )); then
    local -a commands=(
${described.join('\n')}
    )
    _describe command commands
  else
    case "$words[2]" in
${cases.join('\n')}
    esac
    _files
  fi
}
if [ "$funcstack[1]" = "_grantkeeper" ]; then _grantkeeper "$@"; else compdef _grantkeeper grantkeeper; fi`
}

function writeFish(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ name, tells, words, options }) => {
    const behind = `complete -c grantkeeper -n '__fish_seen_subcommand_from ${name}'`
    return [
      `complete -c grantkeeper -n __fish_use_subcommand -f -a ${name} -d ${quote(tells, "\\'")}`,
      ...(words.length > 0 ? [`${behind} -f -a '${words.join(' ')}'`] : []),
      ...options.map((option) => `${behind} -l ${option.slice(2)}`),
    ]
  })
  const heading = '# grantkeeper completion for fish; save it as ~/.config/fish/completions/grantkeeper.fish'
  const first = ['help', 'version'].map((option) => `complete -c grantkeeper -n __fish_use_subcommand -l ${option}`)
  return [heading, ...first, ...lines].join('\n')
}

function writePwsh(commands: readonly CommandWords[]): string {
  const list = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ')
  const table = commands.map(({ name, words, options }) => `    '${name}' = @(${list([...words, ...options])})`)
  return `# grantkeeper completion for PowerShell; put it in your $PROFILE
Register-ArgumentCompleter -Native -CommandName grantkeeper -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @{
${table.join('\n')}
  }
  $typed = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  $isFirst = $typed.Count -eq 1 -or ($typed.Count -eq 2 -and $wordToComplete -ne '')
  $known = if ($isFirst) { @(${list(commands.map(({ name }) => name))}) } else { $words[$typed[1]] }
  $known | Where-Object { $_ -like "$wordToComplete*" } |
    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
}`
}

function listAll(words: readonly string[], options: readonly string[]): string {
  return [...words, ...options].join(' ')
}

/** In single quotes, with the shell's own way to write one within. */
function quote(text: string, escaped: string): string {
  return `'${text.replaceAll("'", escaped)}'`
}
