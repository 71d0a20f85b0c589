import { type Delivery, text, time, within } from './recount.ts'

export const FAILED = ['failure', 'timed_out', 'startup_failure']

/** The values of each key, in the order of their first. */
export function byKey<T>(all: readonly T[], keyOf: (each: T) => string): readonly (readonly T[])[] {
  return [...Map.groupBy(all, keyOf).values()]
}

/** The commit that a check suite, a check run or a status is about. */
export const shaOf = ({ event, payload }: Delivery) =>
  text(event === 'status' ? { head_sha: payload.sha } : within(payload, event), 'head_sha')

/** The comments that are left of each thread, and when it was resolved. */
export function threadsIn(deliveries: readonly Delivery[]) {
  const told = deliveries.flatMap(({ event, action, payload }) => {
    const comments =
      event === 'pull_request_review_comment'
        ? [within(payload, 'comment')]
        : [...Object(within(payload, 'thread', 'comments'))]
    return comments.map((comment) => ({
      id: text(comment, 'id'),
      root: text(comment, 'in_reply_to_id') || text(comment, 'id'),
      at: time(comment, 'created_at'),
      isGone: action === 'deleted',
      resolved: action === 'resolved' ? time(payload, 'updated_at') : null,
    }))
  })
  return byKey(told, ({ root }) => root).map((its) => {
    const left = byKey(its, ({ id }) => id).filter((same) => same.every(({ isGone }) => !isGone))
    const opened = Math.min(...left.map(([comment]) => comment?.at ?? Number.NaN))
    const resolved = its.flatMap((each) => each.resolved ?? [])[0]
    return { comments: left.length, opened, resolved }
  })
}
