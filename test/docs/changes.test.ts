import { describe, expect, it } from 'vitest'
import { kinds, readChanges, renderVersion } from '../../scripts/changelog.ts'

describe('a change file', () => {
  it('has a line for each change, which says of what kind it is and is a sentence', () => {
    const line = new RegExp(`^(${kinds.join('|')}): \\S.*\\.$`)
    expect(readChanges().filter((text) => !line.test(text))).toEqual([])
  })
})

describe('the part of a version', () => {
  it('has the changes by kind, and no kind without changes', () => {
    const text = renderVersion('0.2.0', '2026-12-01', ['Fixed: a hole.', 'Added: a door.', 'Added: `x()`.'])
    expect(text).toBe('## 0.2.0, 2026-12-01\n\n### Added\n\n- A door.\n- `x()`.\n\n### Fixed\n\n- A hole.')
  })
})
