import type Router from '@koa/router'
import type { Session as SessionAnswer } from '@octometer/gateway-api'
import { type Authenticator, type Principal, problem, type RequestState } from '@octometer/service-kit'
import type Koa from 'koa'
import { z } from 'zod'
import { checkBody, readJson } from '../request-body.ts'
import { refuseOtherPages, sessionOf, setSessionCookie } from './session-cookie.ts'
import type { Sessions } from './sessions.ts'
import type { SignInLinks } from './sign-in-links.ts'

const PATH = '/auth/session'

const credential = z.string().trim().min(1, 'must not be empty').max(8_000, 'is too long')
const signIn = z.union([
  z.strictObject({ key: credential }),
  z.strictObject({ jwt: credential }),
  z.strictObject({ once: credential }),
])

interface SessionParts {
  readonly sessions: Sessions
  readonly links: SignInLinks
  readonly authenticator: Authenticator
}

/** Signing in and out of the dashboard. What is sent here is never logged, and no answer holds it. */
export function addSessions(router: Router<RequestState>, parts: SessionParts): void {
  const { authenticator, sessions } = parts
  router.get(PATH, async (ctx) => {
    const principal = await authenticator.authenticate(ctx.headers, ctx.state.clientAddress)
    answer(ctx, principal, sessionOf(ctx, sessions)?.expires ?? null)
  })
  router.post(PATH, async (ctx) => {
    refuseOtherPages(ctx)
    await begin(ctx, parts)
  })
  router.delete(PATH, (ctx) => {
    // Only the browser's own cookie goes.
    ctx.state.change = null
    refuseOtherPages(ctx)
    setSessionCookie(ctx, null)
    ctx.status = 204
  })
}

async function begin(
  ctx: Koa.ParameterizedContext<RequestState>,
  { sessions, links, authenticator }: SessionParts,
): Promise<void> {
  const asked = checkBody(signIn, await readJson(ctx))
  if (!sessions.available) {
    throw problem(409, 'no_encryption_key', 'Nobody can sign in here until OCTO_ENCRYPTION_KEY is set.')
  }
  const given = 'once' in asked ? links.use(asked.once) : 'key' in asked ? asked.key : asked.jwt
  if (given === null) {
    throw problem(
      401,
      'link_used',
      'This link has been used, or is older than ten minutes. Sign in with a key, or start again for a new link.',
    )
  }
  const principal = /\s/.test(given)
    ? null
    : await authenticator.authenticate({ authorization: `Bearer ${given}` }, ctx.state.clientAddress)
  if (principal === null) {
    throw problem(401, 'unauthorized', 'This key or token is not valid, or no longer.')
  }
  ctx.state.principal = principal
  const sealed = sessions.seal(given)
  if (sealed === null)
    throw problem(413, 'token_too_long', 'This token is too long for a cookie: use a shorter one, or a key.')
  setSessionCookie(ctx, sealed)
  answer(ctx, principal, sealed.expires)
}

function answer(
  ctx: Koa.ParameterizedContext<RequestState>,
  principal: Principal | null,
  expires: Date | null,
): void {
  ctx.set('Cache-Control', 'private, no-store')
  ctx.body = {
    principal: principal && {
      name: principal.name,
      role: principal.role,
      repositories: principal.repositories && [...principal.repositories],
      via: principal.via,
    },
    expires_at: principal && expires ? expires.toISOString() : null,
  } satisfies SessionAnswer
}
