import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { isHolderAlive, nameHolder } from './holder.ts'

/** The name of a process of this machine that has ended, with other parts where they are given. */
function nameDead(parts: { host?: string; boot?: string; namespace?: string } = {}): string {
  const { pid } = spawnSync(process.execPath, ['--version'])
  const [host, boot, namespace] = nameHolder().split(':')
  const named = { host, boot, namespace, ...parts }
  return [named.host, named.boot, named.namespace, pid].join(':')
}

describe('the holder of a lease', () => {
  it('is alive while its process is', () => {
    expect(isHolderAlive(nameHolder())).toBe(true)
  })

  it('is dead when this machine has no such process', () => {
    expect(isHolderAlive(nameDead())).toBe(false)
  })

  it('counts as alive on another host, in another boot and in another namespace', () => {
    expect(isHolderAlive(nameDead({ host: 'elsewhere' }))).toBe(true)
    expect(isHolderAlive(nameDead({ boot: '00000000-0000-4000-8000-000000000000' }))).toBe(true)
    expect(isHolderAlive(nameDead({ namespace: '1' }))).toBe(true)
    expect(isHolderAlive(nameDead({ boot: '', namespace: '' }))).toBe(process.platform === 'linux')
  })

  it('counts as alive when its name is not one of ours', () => {
    for (const name of ['', 'host', 'host:123', `${nameHolder()}x`]) expect(isHolderAlive(name), name).toBe(true)
  })

  it.runIf(process.platform === 'linux')('is named by boot and process namespace where the system tells them', () => {
    expect(nameHolder()).toMatch(/^[^:]+:[0-9a-f-]{36}:\d+:\d+$/)
  })
})
