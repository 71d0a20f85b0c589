import { type GitHubObject, instantAt } from '../fields.ts'
import type { RestRequest } from '../http/route.ts'

interface Ordered {
  readonly object: GitHubObject
  readonly number: number
}

/** In the order that was asked for: by creation, newest first, when none was. */
export function ordered<T extends Ordered>(request: RestRequest, items: readonly T[]): T[] {
  const sort = request.query.get('sort') ?? 'created'
  const key = sort === 'updated' ? 'updated_at' : 'created_at'
  const sign = request.query.get('direction') === 'asc' ? 1 : -1
  const value = ({ object }: T) =>
    sort === 'comments' || sort === 'popularity'
      ? Number(object.comments ?? 0)
      : (instantAt(object, key) ?? 0)
  const valued = items.map((item) => ({ item, value: value(item) }))
  return valued
    .sort((one, other) => sign * (one.value - other.value || one.item.number - other.item.number))
    .map(({ item }) => item)
}

/** Without `since` everything; otherwise what was updated at that time or after it. */
export function isSince(request: RestRequest, object: GitHubObject): boolean {
  const since = request.query.get('since')
  return since === null || (instantAt(object, 'updated_at') ?? 0) >= Date.parse(since)
}

/** `state`: open unless another or `all` was asked for. */
export function isInState(request: RestRequest, object: GitHubObject): boolean {
  const state = request.query.get('state') ?? 'open'
  return state === 'all' || object.state === state
}

/** By a time of theirs, the newest first. */
export function newestFirst(objects: Iterable<GitHubObject>, key: string): GitHubObject[] {
  return [...objects].sort(
    (one, other) =>
      (instantAt(other, key) ?? 0) - (instantAt(one, key) ?? 0) || Number(other.id) - Number(one.id),
  )
}
