import { describe, expect, it } from 'vitest'
import { nodeEnvironment } from '../environment.ts'
import { createClock } from './clock.ts'

const START = Date.UTC(2026, 0, 10)
const DAY_MS = 86_400_000

function start() {
  const world = { now: START }
  return { world, clock: createClock(nodeEnvironment({ now: () => world.now })) }
}

describe('the clock', () => {
  it('runs with the world’s, as far ahead as it was moved', () => {
    const { world, clock } = start()
    clock.advance(14 * DAY_MS)
    world.now += 1000
    expect(clock.now()).toBe(START + 14 * DAY_MS + 1000)
  })

  it('stands still while it is frozen, can be moved there, and runs on from there', () => {
    const { world, clock } = start()
    clock.freeze()
    world.now += 5000
    expect([clock.now(), clock.isFrozen()]).toEqual([START, true])
    clock.advance(60_000)
    world.now += 5000
    expect(clock.now()).toBe(START + 60_000)
    clock.run()
    world.now += 7
    expect([clock.now(), clock.isFrozen()]).toEqual([START + 60_007, false])
  })

  it('is set to any instant, also an earlier one, but advances only forward', () => {
    const { clock } = start()
    clock.set(Date.UTC(2030, 0))
    expect(clock.now()).toBe(Date.UTC(2030, 0))
    clock.set(Date.UTC(2001, 0))
    expect(clock.now()).toBe(Date.UTC(2001, 0))
    expect(() => clock.advance(-1)).toThrow('set the clock to go back')
    expect(clock.now()).toBe(Date.UTC(2001, 0))
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e300, -START - 1])('refuses to be moved to %s', (at) => {
    const { clock } = start()
    expect(() => clock.set(at)).toThrow(RangeError)
    expect(() => clock.advance(at)).toThrow(RangeError)
    expect(clock.now()).toBe(START)
  })

  it('tells whoever listens of each move', () => {
    const { clock } = start()
    const heard: number[] = []
    const stop = clock.onMove((now) => heard.push(now))
    clock.advance(1000)
    clock.set(START)
    stop()
    clock.advance(1)
    expect(heard).toEqual([START + 1000, START])
  })

  it('is restored as it was: ahead while it ran, at its instant while it was frozen', () => {
    const { world, clock } = start()
    clock.advance(DAY_MS)
    const running = JSON.parse(JSON.stringify(clock.save()))
    clock.freeze()
    const frozen = JSON.parse(JSON.stringify(clock.save()))
    clock.run()
    clock.advance(DAY_MS)
    world.now += 1000
    clock.restore(running)
    expect(clock.now()).toBe(START + DAY_MS + 1000)
    clock.restore(frozen)
    expect([clock.now(), clock.isFrozen()]).toEqual([START + DAY_MS, true])
  })
})
