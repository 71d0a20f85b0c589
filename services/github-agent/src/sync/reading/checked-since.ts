const DAY_MS = 86_400_000

/** Checks of commits and workflow runs that are older are not asked for: there may be a hundred times as many as of all else. */
export const CHECKS_MS = 30 * DAY_MS

/** What was begun so long before an incremental sync begins may still have changed in it. */
export const CHECKS_OVERLAP_MS = 3 * DAY_MS
