import type { GitHub } from '../github.ts'
import type { HookState } from '../hooks/hook-state.ts'
import { type Answer, accepted, notFound, ok, problem } from '../http/answer.ts'
import { linkOf, pageSize } from '../http/pages.ts'
import type { RestRequest } from '../http/route.ts'
import { attemptView, wholeAttemptView } from '../views/hooks.ts'

/** The delivery log of a hook, whosever it is. */
export const deliveryAnswers = {
  list(request: RestRequest, { log }: HookState): Answer {
    const status = request.query.get('status')
    const asked = status === 'success' || status === 'failure' ? status : null
    const cursor = request.query.get('cursor')
    if (cursor !== null && !/^v1_\d+$/.test(cursor)) return problem(422, 'Invalid cursor')
    const { attempts, nextCursor } = log.page(pageSize(request), cursor, asked)
    const next = nextCursor === null ? {} : { link: linkOf(request, { cursor: nextCursor }, 'next') }
    return { ...ok(attempts.map(attemptView)), headers: next }
  },
  one({ params }: RestRequest, { log }: HookState): Answer {
    const attempt = log.find(Number(params.delivery))
    return attempt === null ? notFound : ok(wholeAttemptView(attempt))
  },
  async redeliver({ params }: RestRequest, { deliverer }: GitHub, hook: HookState): Promise<Answer> {
    const attempt = hook.log.find(Number(params.delivery))
    if (attempt === null) return notFound
    await deliverer.redeliver(hook, attempt)
    return accepted
  },
}
