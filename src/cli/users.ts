import type { Emulator } from '../emulator/index.ts'

export interface ShownUser {
  key: string
  displayName: string
  email: string
  spaces: number
  blockedByAdmin: boolean
}

const MOST_SHOWN = 8

/** Who can sign in at the emulator; the first of them, where there are many. */
export function listUsers(emulator: Pick<Emulator, 'users'>): ShownUser[] {
  const people = emulator.users().filter(({ kind }) => kind === 'person')
  return people.slice(0, MOST_SHOWN).map(({ key, displayName, email, spaces, blockedByAdmin }) => {
    return { key, displayName, email, spaces, blockedByAdmin }
  })
}

/** `Ada (312 spaces)` */
export function describeUser({ displayName, spaces, blockedByAdmin }: ShownUser): string {
  const [firstName = ''] = displayName.split(' ')
  return `${firstName} (${blockedByAdmin ? 'blocked by admin' : `${spaces} spaces`})`
}
