import { offersUpgrade, problem, type RequestState } from '@octometer/service-kit'
import type Koa from 'koa'
import type { Session, Sessions } from './sessions.ts'

type Context = Koa.ParameterizedContext<RequestState>

const COOKIE = 'octo_session'
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A session's cookie stands for its credential: from here on it is the header, as if the browser had sent it. A browser
 * sends cookies by itself, so what changes something must come from our own pages.
 */
export function readSession(sessions: Sessions): Koa.Middleware<RequestState> {
  return (ctx, next) => {
    const { headers } = ctx.req
    if (headers.authorization !== undefined || headers['x-api-key'] !== undefined) return next()
    const session = sessionOf(ctx, sessions)
    if (session === null) return next()
    if (!SAFE.has(ctx.method) || offersUpgrade(ctx.req)) refuseOtherPages(ctx)
    headers.authorization = `Bearer ${session.credential}`
    ctx.state.bySession = true
    return next()
  }
}

export function sessionOf(ctx: Context, sessions: Sessions): Session | null {
  const value = ctx.cookies.get(COOKIE)
  return value === undefined ? null : sessions.open(value)
}

/** Null takes the cookie away. */
export function setSessionCookie(
  ctx: Context,
  sealed: { readonly value: string; readonly expires: Date } | null,
): void {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Strict', ...(ctx.state.isHttps ? ['Secure'] : [])]
  const expires = sealed?.expires ?? new Date(0)
  // Koa's own jar refuses `Secure` behind a proxy that ends TLS.
  ctx.append(
    'Set-Cookie',
    [`${COOKIE}=${sealed?.value ?? ''}`, `Expires=${expires.toUTCString()}`, ...attributes].join('; '),
  )
}

/** Throws a 403 unless the browser says that the request comes from a page of this very origin. */
export function refuseOtherPages(ctx: Context): void {
  const site = ctx.get('Sec-Fetch-Site')
  const origin = ctx.get('Origin')
  const isOurs = site === 'same-origin' || (site === '' && origin !== '')
  const hostFits = origin === '' || URL.parse(origin)?.host === ctx.host
  if (isOurs && hostFits) return
  throw problem(
    403,
    'foreign_origin',
    'With a session this is answered to pages of this server alone; send a key in `Authorization: Bearer …` instead.',
  )
}
