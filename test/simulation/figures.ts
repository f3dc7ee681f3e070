/** What is counted. `beyond limits`: a process was kept from running or writing for longer than its lease allows for. */
export interface Figures {
  grants: number
  calls: number
  served: number
  /** What ended in an error of ours, by code. */
  failed: Record<string, number>
  /** Token sets the provider gave for a refresh. */
  issued: number
  crashes: number
  /** Sign-ins that were finished after the first of each person, and grants deleted by their person. */
  signIns: number
  disconnects: number
  /** `left`: still to be asked for when the world ends. `orphaned`: nobody has the token any more. */
  revocations: { left: number; orphaned: number }
  losses: { avoidable: number; 'beyond limits': number; unavoidable: number }
  /** How the rows of lost grants name the reason. */
  ends: Record<string, number>
  /** `chosen`: where tokens stay or have a grace, what a lost answer or a dead process asked for is asked again at once. */
  overlaps: { avoidable: number; 'beyond limits': number; chosen: number }
  longestCallMs: number
}

export function createFigures(): Figures {
  return {
    grants: 0,
    calls: 0,
    served: 0,
    failed: {},
    issued: 0,
    crashes: 0,
    signIns: 0,
    disconnects: 0,
    revocations: { left: 0, orphaned: 0 },
    losses: { avoidable: 0, 'beyond limits': 0, unavoidable: 0 },
    ends: {},
    overlaps: { avoidable: 0, 'beyond limits': 0, chosen: 0 },
    longestCallMs: 0,
  }
}

export function addFigures(sum: Figures, more: Figures): Figures {
  return {
    grants: sum.grants + more.grants,
    calls: sum.calls + more.calls,
    served: sum.served + more.served,
    failed: addCounts(sum.failed, more.failed),
    issued: sum.issued + more.issued,
    crashes: sum.crashes + more.crashes,
    signIns: sum.signIns + more.signIns,
    disconnects: sum.disconnects + more.disconnects,
    revocations: addCounts(sum.revocations, more.revocations),
    losses: addCounts(sum.losses, more.losses),
    ends: addCounts(sum.ends, more.ends),
    overlaps: addCounts(sum.overlaps, more.overlaps),
    longestCallMs: Math.max(sum.longestCallMs, more.longestCallMs),
  }
}

export function countOne(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}

function addCounts<Counts extends Record<string, number>>(sum: Counts, more: Counts): Counts {
  const total: Record<string, number> = { ...sum }
  for (const [name, count] of Object.entries(more)) total[name] = (total[name] ?? 0) + count
  return total as Counts
}
