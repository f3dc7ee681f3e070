// Builds dist/: the compiler writes the modules; files it does not know (style sheets, icons) are copied beside them.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folders = ['app/public', 'emulator/public']

if (process.argv.includes('--clean')) rmSync(join(root, 'dist'), { recursive: true, force: true })
const compiler = join(root, 'node_modules/typescript7/bin/tsc')
const compiled = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' })
for (const folder of folders) {
  const from = join(root, 'src', folder)
  if (existsSync(from)) cpSync(from, join(root, 'dist', folder), { recursive: true })
}
process.exit(compiled.status ?? 1)
