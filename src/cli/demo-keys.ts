import type { Input } from './input.ts'
import { openBrowser } from './login/open-browser.ts'
import type { Output } from './output.ts'

export interface DemoPages {
  app: string
  emulator: string
  inspector: string
}

const KEYS: ReadonlyMap<string, [page: keyof DemoPages, what: string]> = new Map([
  ['o', ['app', 'open the app']],
  ['e', ['emulator', 'open the emulator']],
  ['f', ['inspector', 'open the flow inspector']],
])

/** Opens pages on demand while the demo runs, for whoever sits at the terminal. The function it gives ends that. */
export function hearDemoKeys(input: Input, output: Output, pages: DemoPages, open = openBrowser): () => void {
  return input.hearLines((line) => {
    const [page] = KEYS.get(line.toLowerCase()) ?? []
    if (page !== undefined) open(pages[page])
    else if (line !== '') tellKeys(output)
  })
}

function tellKeys(output: Output): void {
  for (const [key, [, what]] of KEYS) output.say(`  ${key} + Enter   ${what}`)
  output.say('  Ctrl-C      stop')
}
