import type { AccessConfig, Role } from '@octometer/config'
import type { Logger } from '@octometer/telemetry'
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyResult, jwtVerify } from 'jose'
import type { Principal } from './authenticator.ts'
import { problem } from './problem.ts'

type TokenVerifier = (token: string) => Promise<Principal | null>

const SHARED = ['HS256']
const PUBLIC = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]
const ROLES: readonly Role[] = ['viewer', 'operator', 'admin']
const FETCH_DEADLINE_MS = 5_000

/**
 * Verifies tokens by a shared secret (HS256) or the public keys of a JWKS URL. `exp` is required; `role` is viewer unless
 * the claim says otherwise; `repositories` limits what is seen. Null for a token that is not valid.
 */
export function createTokenVerifier(jwt: NonNullable<AccessConfig['jwt']>, logger: Logger): TokenVerifier {
  const verify = 'secret' in jwt ? bySecret(jwt.secret) : byPublicKeys(jwt.jwksUrl)
  return async (token) => {
    if (token.split('.').length !== 3) return null
    try {
      const { payload } = await verify(token)
      return toPrincipal(payload)
    } catch (error) {
      if (!isInvalidToken(error)) throw unverifiable(error, logger)
      logger.debug({ reason: error.code }, 'token refused')
      return null
    }
  }
}

function bySecret(secret: string): (token: string) => Promise<JWTVerifyResult> {
  const key = new TextEncoder().encode(secret)
  return (token) => jwtVerify(token, key, { algorithms: SHARED, requiredClaims: ['exp'] })
}

function byPublicKeys(url: string): (token: string) => Promise<JWTVerifyResult> {
  const keys = createRemoteJWKSet(new URL(url), { timeoutDuration: FETCH_DEADLINE_MS })
  return (token) => jwtVerify(token, keys, { algorithms: PUBLIC, requiredClaims: ['exp'] })
}

function isInvalidToken(error: unknown): error is errors.JOSEError {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) &&
    error.code !== errors.JOSEError.code
  )
}

/** The identity provider, not the client, is at fault. */
function unverifiable(error: unknown, logger: Logger): Error {
  logger.warn({ err: error }, "the tokens' public keys cannot be fetched")
  return problem(
    503,
    'keys_unavailable',
    'Tokens cannot be verified now: their public keys cannot be fetched.',
    {
      headers: { 'Retry-After': '5' },
      cause: error,
    },
  )
}

function toPrincipal({ sub, role = 'viewer', repositories = null }: JWTPayload): Principal | null {
  const known = ROLES.find((each) => each === role)
  if (!known || !isRepositories(repositories)) return null
  return { name: sub ?? 'token', role: known, repositories, via: 'jwt' }
}

function isRepositories(claim: unknown): claim is readonly string[] | null {
  return claim === null || (Array.isArray(claim) && claim.every((each) => typeof each === 'string'))
}
