import { demoSeed } from '../emulator/index.ts'

export interface ShownUser {
  key: string
  displayName: string
  email: string
  spaces: number
  blockedByAdmin: boolean
}

/** Who can sign in at the emulator. */
export function listUsers(): ShownUser[] {
  return demoSeed().users.map(({ key, displayName, email, spaces = 0, blockedByAdmin = false }) => {
    return { key, displayName, email, spaces, blockedByAdmin }
  })
}

/** `Ada (312 spaces)` */
export function describeUser({ displayName, spaces, blockedByAdmin }: ShownUser): string {
  const [firstName = ''] = displayName.split(' ')
  return `${firstName} (${blockedByAdmin ? 'blocked by admin' : `${spaces} spaces`})`
}
