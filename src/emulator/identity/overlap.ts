/** Counts refreshes of the same grant that are in flight at once. */
export interface Overlap {
  highest(): number
  /** Lets the count of the highest begin anew. */
  forget(): void
  /** Counts one refresh of this grant as in flight until the given function is called. */
  enter(grantId: string): () => void
}

export function createOverlap(): Overlap {
  const inFlight = new Map<string, number>()
  let highest = 0
  const change = (grantId: string, by: number) => {
    const count = (inFlight.get(grantId) ?? 0) + by
    if (count > 0) inFlight.set(grantId, count)
    else inFlight.delete(grantId)
    highest = Math.max(highest, count)
  }
  return {
    highest: () => highest,
    forget() {
      highest = 0
    },
    enter(grantId) {
      change(grantId, 1)
      return () => change(grantId, -1)
    },
  }
}
