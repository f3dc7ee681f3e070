import { readFileSync } from 'node:fs'

/** The version of this package; the same two folders up from src/ and from dist/. */
export function readVersion(): string {
  const manifest = new URL('../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}
