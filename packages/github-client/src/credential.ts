import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import type { Clock } from './clock.ts'
import { AppKeyError } from './errors.ts'

export type Credential =
  | { readonly kind: 'token'; readonly token: string }
  | {
      readonly kind: 'app'
      readonly appId: number | string
      /** PEM, PKCS #1 as GitHub gives it or PKCS #8; `\n` may stand for line breaks. */
      readonly privateKey: string
      /** Without one, only what an App may ask about itself. */
      readonly installationId?: number
    }

/** Whose limits a call falls under: GitHub counts an App and each of its installations apart. */
export type Principal = 'token' | 'app' | 'installation'

export interface Grant {
  readonly principal: Principal
  /** `Bearer …`. */
  readonly authorization: string
  /** As `tokenHashOf`. */
  readonly tokenHash: string
  /** Unix milliseconds; null: not known. */
  readonly issuedAt: number | null
}

export interface Authorizer {
  principalOf(path: string): Principal
  /** SHA-256 of the token; of the name of an App or installation, whose tokens change by the hour. */
  tokenHashOf(principal: Principal): string
  /** Makes sure that `grant` has something to give; may ask GitHub for a token. */
  ready(principal: Principal): Promise<void>
  /** What a call is sent with now; null: its token has run out meanwhile. */
  grant(principal: Principal): Grant | null
  /** GitHub refused the token of this grant: the next call gets another, where there can be another. */
  refused(grant: Grant): void
  /** GitHub's time minus ours, for the times that stand in a JWT. */
  clockIsOff(byMs: number): void
}

/** GitHub's answer to `POST /app/installations/{installation_id}/access_tokens`. */
export type AskForToken = (
  installationId: number,
) => Promise<{ readonly token: string; readonly expires_at: string }>

const RENEW_BEFORE_MS = 300_000
const JWT_BACKDATED_MS = 30_000
const JWT_LIFE_MS = 540_000
const JWT_KEPT_MS = 480_000

// What GitHub answers to an App's JWT alone.
const APP_PATHS =
  /^\/(app(\/.*)?|(orgs|users|enterprises)\/[^/]+\/installation|repos\/[^/]+\/[^/]+\/installation)$/

/** Throws AppKeyError. */
export function createAuthorizer(credential: Credential, clock: Clock, ask: AskForToken): Authorizer {
  return credential.kind === 'token'
    ? tokenAuthorizer(credential.token)
    : new AppAuthorizer(credential, clock, ask)
}

function tokenAuthorizer(token: string): Authorizer {
  const grant: Grant = {
    principal: 'token',
    authorization: `Bearer ${token}`,
    tokenHash: sha256(token),
    issuedAt: null,
  }
  return {
    principalOf: () => 'token',
    tokenHashOf: () => grant.tokenHash,
    ready: async () => undefined,
    grant: () => grant,
    refused: () => undefined,
    clockIsOff: () => undefined,
  }
}

interface HeldToken {
  readonly token: string
  readonly issuedAt: number
  readonly renewAt: number
}

/**
 * An App signs a JWT for itself and gets a token for an installation, renewed five minutes before its hour is over.
 * `@octokit/auth-app` does the same by the machine's clock, waits by its timers, and shares what is under way between
 * all Apps of a process by the installation's number alone.
 */
class AppAuthorizer implements Authorizer {
  readonly #appId: number | string
  readonly #installationId: number | null
  readonly #key: KeyObject
  readonly #clock: Clock
  readonly #ask: AskForToken
  #offBy = 0
  #jwt: HeldToken | null = null
  #installation: HeldToken | null = null
  #asking: Promise<void> | null = null

  constructor(credential: Credential & { kind: 'app' }, clock: Clock, ask: AskForToken) {
    this.#appId = credential.appId
    this.#installationId = credential.installationId ?? null
    this.#key = readPrivateKey(credential.privateKey)
    this.#clock = clock
    this.#ask = ask
  }

  principalOf(path: string): Principal {
    return this.#installationId === null || APP_PATHS.test(path) ? 'app' : 'installation'
  }

  tokenHashOf(principal: Principal): string {
    return sha256(principal === 'app' ? `app:${this.#appId}` : `installation:${this.#installationId}`)
  }

  async ready(principal: Principal): Promise<void> {
    if (principal !== 'installation' || this.#held() !== null || this.#installationId === null) return
    this.#asking ??= this.#renew(this.#installationId).finally(() => {
      this.#asking = null
    })
    await this.#asking
  }

  grant(principal: Principal): Grant | null {
    const held = principal === 'app' ? this.#currentJwt() : this.#held()
    if (held === null) return null
    const tokenHash = this.tokenHashOf(principal)
    return { principal, authorization: `Bearer ${held.token}`, tokenHash, issuedAt: held.issuedAt }
  }

  refused({ principal, authorization }: Grant): void {
    if (principal === 'app') this.#jwt = null
    else if (authorization === `Bearer ${this.#installation?.token}`) this.#installation = null
  }

  clockIsOff(byMs: number): void {
    this.#offBy = byMs
    this.#jwt = null
  }

  async #renew(installationId: number): Promise<void> {
    const { token, expires_at } = await this.#ask(installationId)
    const renewAt = Date.parse(expires_at) - RENEW_BEFORE_MS
    this.#installation = { token, issuedAt: this.#clock.now(), renewAt }
  }

  #held(): HeldToken | null {
    const held = this.#installation
    return held !== null && this.#clock.now() < held.renewAt ? held : null
  }

  #currentJwt(): HeldToken {
    const now = this.#clock.now()
    if (this.#jwt === null || now >= this.#jwt.renewAt) {
      const token = signJwt(this.#appId, this.#key, now + this.#offBy)
      this.#jwt = { token, issuedAt: now, renewAt: now + JWT_KEPT_MS }
    }
    return this.#jwt
  }
}

function readPrivateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem.replaceAll('\\n', '\n'))
  } catch {
    // OpenSSL's error may quote the key: it is not handed on.
    throw new AppKeyError("the App's private key cannot be read: give the PEM file as GitHub made it")
  }
}

/** A JWT as GitHub wants it of an App: issued half a minute ago, for clocks that differ, and valid under ten minutes. */
function signJwt(appId: number | string, key: KeyObject, now: number): string {
  const iat = Math.floor((now - JWT_BACKDATED_MS) / 1_000)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { iat, exp: iat + JWT_LIFE_MS / 1_000, iss: appId }
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
