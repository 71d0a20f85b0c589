import { createHash } from 'node:crypto'
import type Router from '@koa/router'
import { type BadgeName, badgeNames } from '@octometer/gateway-api'
import { problem, type RequestState } from '@octometer/service-kit'
import type Koa from 'koa'
import { measure } from '../answer-route.ts'
import { cachedByName } from '../cached.ts'
import type { GatewayContext } from '../context.ts'
import { readSigned } from './badge-signature.ts'
import { badgeSvg } from './badge-svg.ts'
import { readBadge } from './badge-values.ts'

/** Of a badge in a cache, ours or a proxy's: services that show pictures ask often. */
const FRESH_SECONDS = 300
const HELD_MS = 60_000

/** A picture, and nothing that it could load or run. */
const HEADERS = {
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Referrer-Policy': 'no-referrer',
} as const

export function badgePath(name: BadgeName): string {
  return `/badges/${name}.svg`
}

/** `/badges/<name>.svg`, for whoever has an address that was signed here. Without a key there is nothing. */
export function addBadges(router: Router<RequestState>, gateway: GatewayContext): void {
  const { badgeKey } = gateway.answers
  if (badgeKey === null) return
  for (const name of badgeNames) {
    const path = badgePath(name)
    // An address has been signed before it is looked up here, so there are as many as were made.
    const pictures = cachedByName(HELD_MS, async (asked) =>
      badgeSvg(await readBadge(gateway, name, JSON.parse(asked))),
    )
    router.get(path, measure(path), async (ctx) => {
      const now = gateway.now()
      const signed = readSigned(badgeKey, path, ctx.querystring, now)
      if (signed === null) throw refused()
      const { parameters, expires } = signed
      const asked = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))
      const left = expires === null ? FRESH_SECONDS : Math.floor((expires.getTime() - now.getTime()) / 1000)
      send(ctx, await pictures(JSON.stringify(Object.fromEntries(asked))), Math.min(FRESH_SECONDS, left))
    })
  }
}

/** The same for what was never signed, was changed, or is too old. */
function refused(): Error {
  return problem(403, 'badge_refused', 'This is no address of a badge, or no longer.')
}

function send(ctx: Koa.ParameterizedContext<RequestState>, picture: string, seconds: number): void {
  ctx.type = 'image/svg+xml; charset=utf-8'
  ctx.set({
    ...HEADERS,
    'Cache-Control': `public, max-age=${seconds}`,
    ETag: `"${createHash('sha256').update(picture).digest('base64url').slice(0, 20)}"`,
  })
  ctx.status = 200
  if (ctx.fresh) {
    ctx.status = 304
    return
  }
  ctx.body = picture
}
