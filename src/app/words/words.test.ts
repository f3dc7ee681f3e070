import { html } from 'hono/html'
import { describe, expect, it } from 'vitest'
import { pseudo } from '../../../test/pseudo-language.ts'
import { catalogue, type ErrorCode } from '../../index.ts'
import { english } from './language.ts'

const codes = Object.keys(catalogue) as ErrorCode[]

/** What a function of words may be given: it takes some of them for all of its parameters. */
const samples: unknown[] = [
  'sample',
  3,
  html`<b>sample</b>`,
  ['sample'],
  new Map(),
  new Proxy({}, { get: (_, name) => (typeof name === 'string' ? ['sample'] : undefined) }),
  codes[0],
]

/** What functions take that choose among words by names of their own. */
const named: Record<string, unknown[]> = { 'words.flow.check': ['state-made', 'passed'] }

/** Every place of the catalogue and what it says; of a function, what it says of the first samples that it takes. */
function listSayings(part: unknown, path: string): [path: string, said: unknown][] {
  if (part instanceof String || typeof part === 'string') return [[path, part]]
  if (typeof part === 'function') return listSayings(callWithSamples(part as Callable, path), `${path}()`)
  if (typeof part !== 'object' || part === null) return [[path, part]]
  return Object.entries(part).flatMap(([name, inner]) => listSayings(inner, `${path}.${name}`))
}

type Callable = (...parameters: unknown[]) => unknown

function callWithSamples(say: Callable, path: string): unknown {
  if (named[path]) return say(...named[path])
  for (const sample of samples) {
    try {
      const said = say(...Array<unknown>(6).fill(sample))
      if (said !== undefined && String(said) !== '') return said
    } catch {
      // Of another kind: the next one.
    }
  }
  throw new Error(`${path} says nothing, whatever it is given`)
}

describe('the catalogue of words', () => {
  it('says something in each of its places', () => {
    const empty = listSayings(english.words, 'words').filter(([, said]) => !(String(said ?? '').trim().length > 0))
    expect(empty).toEqual([])
  })

  it('explains every code, in English as the catalogue of errors does', () => {
    for (const code of codes) {
      const { title, cause, fix } = catalogue[code]
      expect(english.words.errors(code)).toEqual({ title, cause, fix })
    }
  })
})

describe('the pseudo-language', () => {
  const { frame, waiting, connection, errors } = pseudo.words

  it('has every place that English has', () => {
    const places = (words: unknown) => listSayings(words, 'words').map(([path]) => path)
    expect(places(pseudo.words)).toEqual(places(english.words))
  })

  it('dresses plain text, and makes it about a third longer', () => {
    expect(frame.skip).toMatch(/^\[Šķîþ ţö çöñţéñţ(·é)+\]$/)
    const texts = Object.values(english.words.errors('WX-STATE-FOREIGN'))
    const longer = Object.values(errors('WX-STATE-FOREIGN')).map(
      (text, index) => text.length / (texts[index]?.length ?? 0),
    )
    for (const ratio of longer) expect(ratio).toBeGreaterThan(1.3)
  })

  it('keeps tags and what was put in, also where that had to be escaped', () => {
    const person = html`<bdi>${'Ada & "Co" <ada@example.com>'}</bdi>`
    expect(String(frame.ended(person))).toContain(` öƒ ${person} ĥåš `.replace('å', 'á'))
    expect(String(frame.emulated)).toContain('<strong>ĻÖÇÅĻ ÉṀÛĻÅŢÖŔ</strong>')
    expect(connection.connect.thereAndBack('webexapis.com')).toContain('webexapis.com')
    const note = { app: 'My app', clientId: 'Cabc', redirectUri: 'https://x.example/cb', scopes: ['spark:rooms_read'] }
    for (const kept of ['My app', 'Cabc', 'https://x.example/cb', 'spark:rooms_read'])
      expect(waiting.note(note)).toContain(kept)
  })
})
