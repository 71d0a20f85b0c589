import type { PendingCommit, PlaceRecord, SyncStore } from './sync-store.ts'

/** How far one repository is read. What is said here is in the log already. */
export interface RepositoryPlace {
  readonly beganAt: string
  /** Of the last page that is in the log; null: none is. */
  cursor(list: string): string | null
  move(list: string, cursor: string): Promise<void>
  hasEnded(part: string): boolean
  end(part: string): Promise<void>
  readonly isDone: boolean
  /** Its checks go on: the next sync looks at it again. It is kept with the next move. */
  pend(commit: PendingCommit): void
  readonly pending: readonly PendingCommit[]
  finish(): Promise<void>
}

/** Of one repository; those that were found last. */
const MOST_PENDING = 200

/** Goes on where the same sync left the repository, or begins. */
export function placeOf(
  store: SyncStore,
  sync: string,
  repository: string,
  now: () => Date,
): RepositoryPlace {
  const known = store.place(repository)
  const began_at = now().toISOString()
  const begun = { sync, repository, began_at, cursors: {}, ended: [], pending: [], done: false }
  let place: PlaceRecord = known?.sync === sync ? known : begun
  let writing = Promise.resolve()
  const change = (changes: Partial<PlaceRecord>) => {
    place = { ...place, ...changes }
    // Parts move side by side: each write holds what is known by then, one after the other.
    writing = writing.then(() => store.savePlace(place))
    return writing
  }
  return {
    beganAt: place.began_at,
    cursor: (list) => place.cursors[list] ?? null,
    move: (list, cursor) => change({ cursors: { ...place.cursors, [list]: cursor } }),
    hasEnded: (part) => place.ended.includes(part),
    end: (part) => change({ ended: [...place.ended, part] }),
    get isDone() {
      return place.done
    },
    pend(commit) {
      const others = place.pending.filter(({ sha }) => sha !== commit.sha)
      place = { ...place, pending: [...others, commit].slice(-MOST_PENDING) }
    },
    get pending() {
      return place.pending
    },
    finish: () => change({ done: true }),
  }
}
