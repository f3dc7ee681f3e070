/** Runs work between BEGIN and COMMIT; when it throws, nothing of it was written. */
export type Transaction = (work: () => void) => void

export interface GroupCommit {
  /** Resolves with what `work` gave, once that is committed; rejects when nothing of it was written. */
  write<T>(work: () => T): Promise<T>
  /** Commits at once what waits. */
  flush(): void
}

interface Waiting {
  work: () => unknown
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}

/**
 * Lets the writes of one turn of the event loop, whichever requests they belong to, share one transaction, so that the
 * disk is waited for once.
 * When one of them fails, each is run again in a transaction of its own, so that it takes none of the others with it.
 */
export function createGroupCommit(transaction: Transaction): GroupCommit {
  let waiting: Waiting[] = []
  const flush = () => {
    const group = waiting
    waiting = []
    if (group.length > 0) commitGroup(transaction, group)
  }
  return {
    write<T>(work: () => T) {
      return new Promise<T>((resolve, reject) => {
        waiting.push({ work, resolve: resolve as Waiting['resolve'], reject })
        if (waiting.length === 1) setImmediate(flush)
      })
    },
    flush,
  }
}

function commitGroup(transaction: Transaction, group: Waiting[]): void {
  const results: unknown[] = []
  try {
    transaction(() => {
      for (const { work } of group) results.push(work())
    })
  } catch (error) {
    if (group.length === 1) group[0]?.reject(error)
    else for (const one of group) commitGroup(transaction, [one])
    return
  }
  for (const [index, { resolve }] of group.entries()) resolve(results[index])
}
