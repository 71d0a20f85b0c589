import { createRandom } from '../simulator/random.ts'
import type { CreatedApp } from './access/apps.ts'
import type { Credentials } from './access/credentials.ts'
import { createSimulatedClock, type SimulatedClock } from './clock.ts'
import { type AppManifest, createGitHub } from './github.ts'
import type { Recorder } from './hooks/attempts.ts'
import type { Deliverer, PublishedEvent } from './hooks/deliverer.ts'
import type { LoggedAttempt } from './hooks/delivery-log.ts'
import type { HookOptions, HookOwner, HookState } from './hooks/hook-state.ts'
import { createFaults, type Faults } from './http/faults.ts'
import { respond } from './http/respond.ts'
import { listen } from './http/server.ts'
import type { ReceivedRequest, ServerState } from './http/server-state.ts'
import type { LimitOptions, Limits } from './limits/limits.ts'
import { createPauses } from './limits/pauses.ts'
import { foldEvent, type WorldEvent } from './world/fold.ts'
import type { GitHubWorld } from './world/github-world.ts'
import { type SeedOptions, seedWorld } from './world/seeded-world.ts'

export interface GitHubSimulatorOptions {
  /** Tokens, GUIDs and disturbances are the same for the same seed. 1. */
  readonly seed?: number
  /** Where its clock begins. 2026-01-05T08:00:00Z. */
  readonly start?: Date
  /** The clock goes with the real one, and can be moved besides. It stands still until it is moved. */
  readonly flowing?: boolean
  readonly limits?: LimitOptions
  /** Hours that the delivery log reaches back: 72 at github.com, 168 at an Enterprise Server. */
  readonly retentionHours?: number
}

/**
 * GitHub as a client meets it, on this machine. `README.md` of this folder says how a test uses it.
 * Disposal throws when it was asked for what GitHub has and it has not.
 */
export interface GitHubSimulator extends AsyncDisposable {
  /** Root of the REST API; GraphQL is at `/graphql` under it. */
  readonly url: string
  readonly clock: SimulatedClock
  /** What GitHub knows: for tests that compare. */
  readonly world: GitHubWorld
  readonly credentials: Credentials
  readonly limits: Limits
  readonly faults: Faults
  readonly deliverer: Deliverer
  /** Every request so far, in the order of answers. */
  readonly requests: readonly ReceivedRequest[]
  /** Requests that were sent although an answer had told to wait: there should be none. */
  readonly sentWhilePaused: readonly string[]
  /** It happened at GitHub; nobody is told. */
  apply(event: WorldEvent): void
  /** It happened, and every hook that subscribes is told; see `Deliverer.publish`. */
  publish(event: PublishedEvent): Promise<void>
  /** It happened, and the log says that hooks were told, with what they answered: 202 unless `recorder` says else. */
  record(event: PublishedEvent, recorder?: Recorder): void
  seed(options: SeedOptions): void
  addHook(owner: HookOwner, options: HookOptions): HookState
  /** Hooks as GitHub alone knows them, with their secrets. */
  hooks(): readonly HookState[]
  /** Attempts at a hook's deliveries that the log still has, the oldest first. */
  deliveriesOf(hookId: number): readonly LoggedAttempt[]
  createApp(...options: Parameters<Credentials['createApp']>): CreatedApp
  /** Somebody accepted a manifest on GitHub's page: the code that it redirects with. */
  acceptManifest(manifest: Partial<AppManifest>): string
  /** Real milliseconds that every answer takes. */
  setLatency(milliseconds: number): void
  /** Moves the clock from sleeper to sleeper, whenever no request is being answered, until the promise is settled. */
  runUntil<T>(promise: Promise<T>): Promise<T>
}

/** A query that is valid at GitHub and that the simulator cannot answer: extend it. */
class UnsupportedQueryError extends Error {
  override readonly name = 'UnsupportedQueryError'
  readonly code = 'unsupported_query'
}

const hour = 3_600_000
const firstInstant = new Date('2026-01-05T08:00:00Z')

/** Starts one on a free port of this machine. */
export async function startGitHubSimulator(options: GitHubSimulatorOptions = {}): Promise<GitHubSimulator> {
  const stop = new AbortController()
  const clock = createSimulatedClock(options.start ?? firstInstant, options.flowing)
  const random = createRandom(`github/${options.seed ?? 1}`)
  const retention = (options.retentionHours ?? 72) * hour
  const parts = { clock, random, limits: options.limits ?? {}, retention, stopped: stop.signal }
  const github = createGitHub(parts)
  const failures: unknown[] = []
  const faults = createFaults()
  const pauses = createPauses(clock)
  const state: ServerState = {
    ...{ github, faults, pauses, requests: [], unsupported: new Set(), url: '' },
    ...{ latency: 0, inFlight: 0, underWay: new Map() },
  }
  const server = await listen(
    (request, response) => respond(state, request, response),
    (error) => failures.push(error),
  )
  state.url = server.url
  const { world, credentials, limits, deliverer, hooks, manifests } = github
  return {
    ...{ url: server.url, clock, world, credentials, limits, faults, deliverer },
    requests: state.requests,
    sentWhilePaused: pauses.violations,
    apply: (event) => foldEvent(world, event),
    async publish(event) {
      foldEvent(world, event)
      await deliverer.publish(event)
    },
    record(event, recorder) {
      foldEvent(world, event)
      deliverer.record(event, recorder)
    },
    seed: (seeding) => seedWorld(world, seeding),
    addHook: (owner, hookOptions) => hooks.create(owner, hookOptions),
    hooks: () => [...hooks.hooks.values()],
    deliveriesOf: (hookId) => hooks.hooks.get(hookId)?.log.all() ?? [],
    createApp: credentials.createApp,
    acceptManifest(manifest) {
      const code = random.hex(40)
      const defaults = { name: 'octometer', owner: 'octocat', webhookUrl: null, events: ['*'] }
      manifests.set(code, { ...defaults, ...manifest })
      return code
    },
    setLatency(milliseconds) {
      state.latency = milliseconds
    },
    runUntil: (promise) => runUntil(promise, clock, () => state.inFlight === 0),
    async [Symbol.asyncDispose]() {
      stop.abort()
      await server.close()
      const [failure] = failures
      if (failure !== undefined) throw failure
      if (state.unsupported.size > 0)
        throw new UnsupportedQueryError(`the simulator lacks ${[...state.unsupported].join(', ')}`)
    },
  }
}

/** So many turns of the event loop without a request: whoever goes on is asleep. */
const quietTurns = 25

async function runUntil<T>(promise: Promise<T>, clock: SimulatedClock, isIdle: () => boolean): Promise<T> {
  let isSettled = false
  const settled = promise.finally(() => {
    isSettled = true
  })
  settled.catch(() => {
    // Whoever awaits what is returned hears of it.
  })
  let quiet = 0
  while (!isSettled) {
    await new Promise((resolve) => setImmediate(resolve))
    quiet = isIdle() ? quiet + 1 : 0
    if (quiet < quietTurns) continue
    quiet = 0
    if (!(await clock.advanceToNext())) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return settled
}
