/** What was done, by the name that the address carries: nobody can put words of their own on a page. */
const notices = new Map([
  ['user-added', 'The user was added and can sign in.'],
  ['user-changed', 'The user was changed.'],
  ['user-removed', 'The user was removed, and their tokens ended.'],
  ['settings-changed', 'The settings were changed; they hold from now on.'],
  ['secret-renewed', 'There is a new secret; the old one is refused from now on.'],
  ['app-removed', 'The integration was deleted, and its tokens ended.'],
  ['space-added', 'The space was made.'],
  ['space-deleted', 'The space was deleted.'],
  ['posted', 'The message was posted.'],
  ['kms-marked', 'The keys of this space fail from now on.'],
  ['kms-cleared', 'The keys of this space work again.'],
  ['tokens-expired', 'The access tokens have expired; refresh tokens live on.'],
  ['grants-revoked', 'Revoked, with all tokens that were given.'],
  ['keys-rotated', 'What is signed from now on is signed with a new key.'],
  ['redelivered', 'The delivery is on its way.'],
  ['triggered', 'The made-up event was told to whoever watches for it.'],
  ['fault-added', 'The fault was added.'],
  ['fault-removed', 'The fault was removed.'],
  ['faults-reset', 'All faults were removed.'],
  ['limit-set', 'The rate limit was set.'],
  ['limit-lifted', 'The rate limit was lifted.'],
  ['scenario-applied', 'The scenario was applied.'],
  ['clock-moved', 'The clock was moved.'],
  ['clock-frozen', 'The clock stands still.'],
  ['clock-runs', 'The clock runs again.'],
  ['snapshot-saved', 'The present state was saved.'],
  ['snapshot-restored', 'The emulator is as it was when the snapshot was saved.'],
  ['snapshot-removed', 'The snapshot was removed.'],
  ['reset', 'The emulator is as it was when it was started.'],
  ['traffic-cleared', 'The list of requests is empty.'],
])

/** Undefined for a name that is not among them. */
export function findNotice(name: string | null): string | undefined {
  return notices.get(name ?? '')
}
