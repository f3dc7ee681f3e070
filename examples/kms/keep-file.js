import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** What the file holds; made when it is not there. */
export async function keepFile(file, make) {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const made = await readFile(file, 'utf8').catch(() => undefined)
  if (made !== undefined) return made
  await writeFile(file, await make(), { mode: 0o600, flag: 'wx' })
  return readFile(file, 'utf8')
}
