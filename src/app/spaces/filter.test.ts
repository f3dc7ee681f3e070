import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Room } from '../../index.ts'
import { chooseRooms } from './choose-rooms.ts'
import { readFilter, spacesUrl } from './filter.ts'

const room = (title: string, more: Partial<Room> = {}): Room =>
  ({ id: title, title, type: 'group', created: '2025-01-01T00:00:00.000Z', ...more }) as Room

const titles = (rooms: Room[], query: string) =>
  chooseRooms(rooms, readFilter(new URLSearchParams(query))).rooms.map(({ title }) => title)

describe('the choice of spaces', () => {
  it('finds titles without regard to case and accents', () => {
    expect(titles([room('Über uns'), room('Launch'), room('RUBER')], 'q=uber')).toEqual(['Über uns', 'RUBER'])
  })

  it('seeks nothing that nobody can type', () => {
    expect(readFilter(new URLSearchParams({ q: '\u0000launch\r\nplan\u009b' })).q).toBe('launch plan')
    expect(readFilter(new URLSearchParams({ q: '\u0000\r' })).q).toBe('')
  })

  it('keeps the type that was chosen', () => {
    expect(titles([room('a'), room('b', { type: 'direct' })], 'type=direct')).toEqual(['b'])
  })

  it('sorts by title as people count, by creation and by activity, newest first', () => {
    const rooms = [
      room('Room 10', { created: '2025-03-01T00:00:00.000Z', lastActivity: '2026-01-01T00:00:00.000Z' }),
      room('room 2', { created: '2025-02-01T00:00:00.000Z', lastActivity: '2026-03-01T00:00:00.000Z' }),
      room('Alpha', { created: '2025-04-01T00:00:00.000Z', lastActivity: undefined }),
    ]
    expect(titles(rooms, 'sort=title')).toEqual(['Alpha', 'room 2', 'Room 10'])
    expect(titles(rooms, 'sort=created')).toEqual(['Alpha', 'Room 10', 'room 2'])
    expect(titles(rooms, '')).toEqual(['room 2', 'Room 10', 'Alpha'])
  })

  it('gives the first page for an address that means none', () => {
    for (const page of ['0', '-1', '1e3', 'x', '', '01', '9999999'])
      expect(readFilter(new URLSearchParams({ page })).page).toBe(1)
  })

  it('is the same when its address is read again, whatever was asked', () => {
    const parameter = fc.tuple(fc.constantFrom('q', 'type', 'team', 'sort', 'size', 'page', '__proto__'), fc.string())
    fc.assert(
      fc.property(fc.array(parameter), (parameters) => {
        const filter = readFilter(new URLSearchParams(parameters))
        const url = new URL(spacesUrl(filter), 'http://localhost')
        expect(readFilter(url.searchParams)).toEqual(filter)
      }),
    )
  })
})
