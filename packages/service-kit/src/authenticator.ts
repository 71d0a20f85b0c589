import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { AccessConfig, ApiKeyConfig, Role } from '@octometer/config'
import type { Logger } from '@octometer/telemetry'
import type Koa from 'koa'
import type { RequestState } from './app.ts'
import { createTokenVerifier } from './json-web-token.ts'
import { problem } from './problem.ts'
import { createRequestLimit } from './request-limit.ts'
import { createSignInLimit } from './sign-in-limit.ts'

/** Who asks, and what they may. */
export interface Principal {
  readonly name: string
  readonly role: Role
  /** The repositories (`owner/name`) that they may see; null is all of them. */
  readonly repositories: readonly string[] | null
  readonly via: 'key' | 'jwt' | 'anonymous'
}

export interface Authenticator {
  /**
   * The principal of a request's credentials: an API key or a JWT in `Authorization: Bearer`, or a key in `x-api-key`.
   * Without credentials the anonymous one, if there is one. Wrong credentials are null, never anonymous; those that come from
   * an address are counted.
   * @throws ProblemError 503 when the keys of the tokens cannot be fetched, 429 for an address that gave too many wrong ones.
   */
  authenticate(headers: IncomingHttpHeaders, address?: string): Promise<Principal | null>
  /** Lets through who has the role, and sets `ctx.state.principal`; 401 for nobody, 403 for a lesser role, 429 for too much. */
  requireRole(role: Role): Koa.Middleware<RequestState>
}

const RANKS: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, admin: 2 }

/** viewer < operator < admin. */
export function hasRole(principal: Principal, role: Role): boolean {
  return RANKS[principal.role] >= RANKS[role]
}

export interface AuthenticatorOptions {
  readonly logger: Logger
  /** Who asks with a credential that the configuration does not name; null for nobody. */
  readonly findIssued?: (credential: string) => Promise<Principal | null>
}

/** The configuration's keys are compared in constant time by their hashes; tokens are verified by jose. */
export function createAuthenticator(
  access: AccessConfig,
  { logger, findIssued }: AuthenticatorOptions,
): Authenticator {
  const findKey = createKeyFinder(access.apiKeys)
  const verifyToken = access.jwt ? createTokenVerifier(access.jwt, logger) : null
  const limit = createSignInLimit({ perMinute: access.signInFailures })
  const requests = createRequestLimit(access.keyRequests)
  const find = async (credential: string) =>
    findKey(credential) ?? (await findIssued?.(credential)) ?? (await verifyToken?.(credential)) ?? null
  const authenticate: Authenticator['authenticate'] = async (headers, address) => {
    const credential = credentialOf(headers)
    if (credential === null) return anonymous(access.anonymousRole)
    if (address === undefined) return find(credential)
    const seconds = limit.secondsToWait(address, credential)
    if (seconds !== null) throw tooManyFailures(seconds)
    const found = await find(credential)
    if (found === null) limit.failed(address)
    else limit.succeeded(credential)
    return found
  }
  return {
    authenticate,
    requireRole: (role) => async (ctx, next) => {
      const principal = await authenticate(ctx.headers, ctx.state.clientAddress)
      if (!principal) throw unauthorized(credentialOf(ctx.headers) !== null)
      // Known to the audit too when it is refused.
      ctx.state.principal = principal
      requests.take(ctx, principal)
      if (!hasRole(principal, role)) {
        throw problem(
          403,
          'forbidden',
          `This needs the role ${role}; ${principal.name} is ${principal.role}.`,
        )
      }
      return next()
    },
  }
}

function createKeyFinder(keys: readonly ApiKeyConfig[]): (credential: string) => Principal | null {
  const known = keys.map(({ name, role, key }) => ({
    hash: sha256(key),
    principal: { name, role, repositories: null, via: 'key' } satisfies Principal,
  }))
  return (credential) => {
    const hash = sha256(credential)
    let found: Principal | null = null
    // All are compared, so that the time does not tell which one it was.
    for (const each of known) if (timingSafeEqual(each.hash, hash)) found = each.principal
    return found
  }
}

/** The credential of the request; an empty text, which nothing matches, when it is given in a way that is not read. */
function credentialOf(headers: IncomingHttpHeaders): string | null {
  const { authorization, 'x-api-key': apiKey } = headers
  if (authorization !== undefined) return /^bearer +(\S+)$/i.exec(authorization.trim())?.[1] ?? ''
  if (apiKey !== undefined) return String(apiKey).trim()
  return null
}

function anonymous(role: Role | null): Principal | null {
  return role && { name: 'anonymous', role, repositories: null, via: 'anonymous' }
}

function unauthorized(refused: boolean): Error {
  const challenge = `Bearer realm="octometer"${refused ? ', error="invalid_token"' : ''}`
  const detail = refused
    ? 'The API key or token is not valid, or no longer.'
    : 'This needs an API key or a token, in `Authorization: Bearer …` or `x-api-key`.'
  return problem(401, 'unauthorized', detail, { headers: { 'WWW-Authenticate': challenge } })
}

function tooManyFailures(seconds: number): Error {
  const detail = 'Too many keys or tokens that nobody has came from this address: try again later.'
  return problem(429, 'too_many_failures', detail, { headers: { 'Retry-After': String(seconds) } })
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
