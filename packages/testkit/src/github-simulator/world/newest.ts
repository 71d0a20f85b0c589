import { type GitHubObject, instantAt, textAt } from '../fields.ts'

const statusOrder = ['requested', 'waiting', 'pending', 'queued', 'in_progress', 'completed', 'closed']

/** Greater is newer: its time first, then how far it has come, for many things happen within one second. */
export interface Age {
  readonly at: number
  readonly progress: number
}

export function ageOf(object: GitHubObject, ...times: readonly string[]): Age {
  const at = Math.max(0, ...times.map((key) => instantAt(object, key) ?? 0))
  const status = textAt(object, 'status') === '' ? textAt(object, 'state') : textAt(object, 'status')
  return { at, progress: statusOrder.indexOf(status) }
}

export function isNewer(other: Age, known: Age): boolean {
  return other.at === known.at ? other.progress >= known.progress : other.at > known.at
}

/** The newer of both, with what only the older one has: a review shows less of a pull request than its own event. */
export function merged(known: GitHubObject, other: GitHubObject, ...times: readonly string[]): GitHubObject {
  return isNewer(ageOf(other, ...times), ageOf(known, ...times))
    ? { ...known, ...other }
    : { ...other, ...known }
}

/** Keeps an object under its id. */
export function keep(
  map: Map<number, GitHubObject>,
  id: number,
  object: GitHubObject,
  ...times: readonly string[]
): void {
  const known = map.get(id)
  map.set(id, known === undefined ? object : merged(known, object, ...times))
}
