/** How `octometer` ends; docs/how-to/use-the-terminal.md has the same table. */
export const exitCodes = {
  ok: 0,
  /** The answer came, and it is bad news: a fault was found, a sync failed, a sender was refused. */
  badNews: 1,
  wrongUsage: 2,
  notReached: 3,
  notAllowed: 4,
  notFound: 5,
  /** It cannot be done in its present state. */
  conflict: 6,
  /** An answer that is none, or an error of ours. */
  broken: 7,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
