/** Names that a file sets already and that would be set anew. */
export function listSet(text: string, names: readonly string[]): string[] {
  return names.filter((name) => lineOf(name).test(text))
}

/** The text of an env file with these variables: lines that set one are replaced, all others stay, the rest is added. */
export function setVariables(text: string, variables: Readonly<Record<string, string>>): string {
  let changed = text
  const added: string[] = []
  for (const [name, value] of Object.entries(variables)) {
    const line = `${name}=${quoteValue(value)}`
    if (lineOf(name).test(changed)) changed = changed.replace(lineOf(name), () => line)
    else added.push(line)
  }
  if (added.length === 0) return changed
  const before = changed === '' || changed.endsWith('\n') ? changed : `${changed}\n`
  return `${before}${added.join('\n')}\n`
}

/** As `util.parseEnv` reads it back. No value of an integration holds a line break. */
function quoteValue(value: string): string {
  if (/^[\w.:/@%+=?&,-]*$/.test(value)) return value
  return value.includes("'") ? `"${value}"` : `'${value}'`
}

function lineOf(name: string): RegExp {
  return new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=.*$`, 'm')
}
