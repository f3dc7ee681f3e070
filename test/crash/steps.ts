/** Where a process can be when it is killed, in the order of one refresh. */
export const steps = [
  'before the lease is asked for',
  'when the lease is taken, before the process knows',
  'before the request is noted',
  'when the request is noted, before the process knows',
  'before the request is sent',
  'while Webex works on the request',
  'when the answer has come',
  'while the write is under way',
  'when the write is done, before the process knows',
] as const

export type Step = (typeof steps)[number]

/** Before the request is noted, nothing can have been sent: the next process need not wait for the lease. */
export const beforeAsking: readonly Step[] = steps.slice(0, 3)

/** Between the sending and the end of the write the only copy of a rotated token can die with the process. */
export const losing: readonly Step[] = [
  'while Webex works on the request',
  'when the answer has come',
  'while the write is under way',
]
