import { createBadge } from '@octometer/gateway-api'
import { problem } from '@octometer/service-kit'
import { endpoint } from '../answer-route.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { resolveScope } from '../repository-scope.ts'
import { wrongField } from '../request-body.ts'
import { badgePath } from './badge-route.ts'
import { signPath } from './badge-signature.ts'
import { wrongIn } from './badge-values.ts'

export const createBadgeEndpoint = endpoint(
  createBadge,
  'deliveries',
  async (gateway, { body, principal }) => {
    const { badge, expires_at, ...given } = body
    const { badgeKey } = gateway.answers
    if (badgeKey === null)
      throw problem(409, 'no_badge_key', 'There are no badges here until OCTO_BADGE_KEY is set.')
    const wrong = wrongIn(badge, given)
    if (wrong !== null) throw wrongField(wrong.field, wrong.why)
    const expires = expires_at === null ? null : new Date(expires_at)
    if (expires !== null && expires <= gateway.now()) throw wrongField('expires_at', 'must be a time to come')
    // Whoever has the address sees the badge without a key: nobody gives away what they may not see.
    if (given.repository === undefined)
      requireEveryRepository(principal, 'A badge without `repository` is of every repository')
    const scope = await resolveScope(gateway, principal, given.repository ? [given.repository] : undefined)
    if (scope.unknown.length > 0)
      throw problem(404, 'repository_not_found', 'No repository of this name is known.')
    const parameters = Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
    )
    return {
      path: signPath(badgeKey, badgePath(badge), parameters, expires),
      expires_at: expires === null ? null : expires.toISOString(),
    }
  },
)
