import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeId, nameToken, nameUuid, readId, readIdName, readPairId } from './identifiers.ts'

describe('a public id', () => {
  it('is unpadded base64 of an address, and leads back to its uuid', () => {
    const uuid = nameUuid('room')
    const id = encodeId('ROOM', uuid)
    expect(id).toMatch(/^Y2lzY29zcGFyazovL3VzL1JPT00v[A-Za-z0-9]+$/)
    expect(readId('ROOM', id)).toBe(uuid)
    expect(readId('ROOM', uuid.toUpperCase())).toBe(uuid)
    expect(readId('TEAM', id)).toBe(undefined)
  })

  it('of a membership holds two uuids', () => {
    const [person, room] = [nameUuid('person'), nameUuid('room')]
    expect(readPairId('MEMBERSHIP', encodeId('MEMBERSHIP', `${person}:${room}`))).toEqual([person, room])
    expect(readPairId('MEMBERSHIP', encodeId('MEMBERSHIP', person))).toBe(undefined)
    expect(readPairId('MEMBERSHIP', encodeId('TEAM_MEMBERSHIP', `${person}:${room}`))).toBe(undefined)
  })

  it('of an application holds its client id', () => {
    expect(readIdName('APPLICATION', encodeId('APPLICATION', 'C12'))).toBe('C12')
  })

  it('is never read from anything else', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => readPairId('MEMBERSHIP', text) === undefined))
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => readId('ROOM', text) === undefined))
  })
})

it('a named token has the shape of every token, and is the same each time', () => {
  expect(nameToken('bot')).toBe(nameToken('bot'))
  expect(nameToken('bot')).toMatch(/^[A-Za-z0-9+/]{64}_EMUL_[0-9a-f-]{36}$/)
})
