import { Octokit } from '@octokit/core'
import { RequestError } from '@octokit/request-error'
import type { EndpointKeys, Endpoints, OctokitResponse, RequestParameters, Route } from '@octokit/types'
import type { ApiCall } from '@octometer/event-contracts'
import type { Logger } from '@octometer/telemetry'
import { type Budget, budgetsOf } from './budget.ts'
import { type Clock, type Sleep, systemClock, systemSleep } from './clock.ts'
import { type Authorizer, type Credential, createAuthorizer } from './credential.ts'
import { GitHubClientClosedError } from './errors.ts'
import { type CacheKind, observeRateLimits } from './events.ts'
import type { CallContext } from './exchange.ts'
import { type ItemOf, type Page, pagesFrom } from './pages.ts'
import { createResponseCache, type ResponseCache } from './response-cache.ts'
import { Transport } from './transport.ts'

export interface GitHubClientOptions {
  /** The root of the REST API: `https://api.github.com` unless given; GitHub Enterprise Server's ends with `/api/v3`. */
  readonly baseUrl?: string
  readonly credential: Credential
  /** Told of every request that was sent and of every answer from the cache; not waited for. */
  readonly onCall: (call: ApiCall) => void
  readonly logger: Logger
  /** Put before Octokit's own. GitHub formats its answers for names of browsers and of curl: not those. */
  readonly userAgent?: string
  readonly clock?: Clock
  readonly sleep?: Sleep
  /** In this process unless given. */
  readonly cache?: ResponseCache
  /** Requests under way at once for one token; 10 unless given. GitHub bears 100 of everybody together. */
  readonly concurrency?: number
  /** For one request and its answer; 30 s unless given. */
  readonly timeoutMs?: number
}

export interface CallOptions {
  /** The GUID of the delivery that makes us ask. */
  readonly cause?: string
  readonly signal?: AbortSignal
  /** It goes before all others that wait: what it asks for GitHub will not have for long. */
  readonly urgent?: boolean
}

export interface ReadOptions extends CallOptions {
  /** How long the answer is given again without asking: `repository` 300 s, `pulls` and `issues` 60 s, `other` not at all. `none`: not even kept. */
  readonly kind?: CacheKind | 'none'
  /** Ask GitHub, on condition that it has changed, even if a fresh answer is at hand. */
  readonly revalidate?: boolean
}

export interface PageOptions extends ReadOptions {
  /** The `next` of the page before, to go on where an earlier process stood. */
  readonly from?: string
}

type ParametersOf<R> = R extends keyof Endpoints
  ? Endpoints[R]['parameters'] & RequestParameters
  : RequestParameters
type ResponseOf<R> = R extends keyof Endpoints ? Endpoints[R]['response'] : OctokitResponse<unknown>

/**
 * GitHub's API with one credential. Calls wait for limits as long as they last, are sent again when GitHub or the network
 * fails, and otherwise throw Octokit's RequestError with GitHub's status, or GraphqlResponseError; after `close`
 * GitHubClientClosedError.
 */
export interface GitHubClient extends Disposable {
  /** Numbers beyond 2^53 come as bigint. */
  request<R extends Route>(
    route: EndpointKeys | R,
    parameters?: ParametersOf<R>,
    options?: ReadOptions,
  ): Promise<ResponseOf<R>>
  /** Ask for `rateLimit { cost }` too: the call's event then knows what it cost. */
  graphql<T>(query: string, variables?: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<T>
  /** Pages of a list route, a hundred things each. */
  paginate<R extends Route>(
    route: EndpointKeys | R,
    parameters?: ParametersOf<R>,
    options?: PageOptions,
  ): AsyncIterable<Page<ItemOf<R>>>
  /** Of the resources that answers have told of; of all after `GET /rate_limit`, which costs nothing. */
  budget(): readonly Budget[]
  /** Forgets what is cached of exactly this repository, under all its names; how many answers there were. */
  invalidate(owner: string, name: string): number
  /** Ends what waits or is under way. */
  close(): void
}

/** Throws AppKeyError. */
export function createGitHubClient(options: GitHubClientOptions): GitHubClient {
  return new OctokitClient(options)
}

class OctokitClient implements GitHubClient {
  readonly #octokit: Octokit
  readonly #transport: Transport
  readonly #authorizer: Authorizer
  readonly #clock: Clock
  readonly #gauges: Disposable

  constructor(options: GitHubClientOptions) {
    const { credential, clock = systemClock, sleep = systemSleep, logger, onCall } = options
    const root = (options.baseUrl ?? 'https://api.github.com').replace(/\/+$/, '')
    this.#clock = clock
    this.#octokit = new Octokit({
      baseUrl: root,
      userAgent: options.userAgent ?? 'octometer',
      // Octokit tells of deprecated routes here.
      log: { debug: logger.debug, info: logger.info, warn: logger.warn, error: logger.error },
    })
    this.#authorizer = createAuthorizer(credential, clock, (id) => this.#installationToken(id))
    this.#transport = new Transport({
      root,
      clock,
      sleep,
      logger,
      onCall,
      authorizer: this.#authorizer,
      cache: options.cache ?? createResponseCache(),
      concurrency: options.concurrency ?? 10,
      timeoutMs: options.timeoutMs ?? 30_000,
    })
    const main = this.#authorizer.principalOf('/rate_limit')
    this.#gauges = observeRateLimits(() => this.budget().filter(({ principal }) => principal === main))
  }

  async request<R extends Route>(
    route: EndpointKeys | R,
    parameters?: ParametersOf<R>,
    options: ReadOptions = {},
  ): Promise<ResponseOf<R>> {
    const response = await this.#ask(route, parameters ?? {}, options, templateOf(route))
    return response as ResponseOf<R>
  }

  async graphql<T>(
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
    options: CallOptions = {},
  ): Promise<T> {
    const context = contextOf('/graphql', { ...options, kind: 'none' }, /^\s*mutation\b/.test(query))
    return withoutWrapping(() =>
      this.#octokit.graphql<T>(query, { ...variables, request: { fetch: this.#fetchWith(context) } }),
    )
  }

  paginate<R extends Route>(
    route: EndpointKeys | R,
    parameters?: ParametersOf<R>,
    options: PageOptions = {},
  ): AsyncIterable<Page<ItemOf<R>>> {
    const template = templateOf(route)
    const { headers, mediaType } = parameters ?? {}
    const format = { ...(headers && { headers }), ...(mediaType && { mediaType }) }
    return pagesFrom<ItemOf<R>>(options.from ?? null, (url) =>
      url === null
        ? this.#ask(route, { per_page: 100, ...parameters }, options, template)
        : this.#ask(`GET ${url}`, format, options, template),
    )
  }

  budget(): readonly Budget[] {
    return budgetsOf(this.#transport.gates, this.#clock, (principal) =>
      this.#authorizer.tokenHashOf(principal),
    )
  }

  invalidate(owner: string, name: string): number {
    return this.#transport.cache.invalidate(owner, name)
  }

  close(): void {
    this.#gauges[Symbol.dispose]()
    this.#transport.close(new GitHubClientClosedError('the client of GitHub was closed'))
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #ask(
    route: string,
    parameters: RequestParameters,
    options: ReadOptions,
    template: string,
  ): Promise<OctokitResponse<unknown>> {
    const context = contextOf(template, options, false)
    return withoutWrapping(() =>
      this.#octokit.request(route, { ...parameters, request: { fetch: this.#fetchWith(context) } }),
    )
  }

  #fetchWith(context: CallContext) {
    return (url: string, init: RequestInit) => this.#transport.fetch(url, init, context)
  }

  async #installationToken(installationId: number) {
    const route = 'POST /app/installations/{installation_id}/access_tokens'
    const { data } = await this.request(route, { installation_id: installationId })
    return data
  }
}

function contextOf(route: string, options: ReadOptions, mutates: boolean): CallContext {
  const { kind = 'other', revalidate = false, cause = null, signal = null, urgent = false } = options
  return { route, kind: kind === 'none' ? null : kind, revalidate, mutates, cause, signal, urgent }
}

/** `GET /search/issues{?q}` is `/search/issues`. */
function templateOf(route: string): string {
  return route.replace(/^[A-Z]+\s+/, '').replace(/\{[?&].*|\?.*/, '')
}

/** Octokit makes an error of its own of whatever `fetch` throws: what is Octokit's or ours already stays as it is. */
async function withoutWrapping<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const { cause } = error instanceof Error ? error : {}
    const known = cause instanceof RequestError || cause instanceof GitHubClientClosedError
    throw withoutBody(known ? cause : error)
  }
}

/** A request's body may hold the secret of a hook. */
function withoutBody(error: unknown): unknown {
  if (error instanceof RequestError) delete error.request.body
  return error
}
