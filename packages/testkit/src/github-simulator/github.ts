import type { Random } from '../simulator/random.ts'
import { type Credentials, createCredentials } from './access/credentials.ts'
import type { SimulatedClock } from './clock.ts'
import { createDeliverer, type Deliverer } from './hooks/deliverer.ts'
import { createHookRegistry, type HookRegistry } from './hooks/hook-registry.ts'
import { createLimits, type LimitOptions, type Limits } from './limits/limits.ts'
import { createGitHubWorld, type GitHubWorld } from './world/github-world.ts'
import { repositoriesOf } from './world/installed.ts'

/** All that the simulated GitHub is made of, behind its HTTP server. */
export interface GitHub {
  readonly clock: SimulatedClock
  readonly world: GitHubWorld
  readonly hooks: HookRegistry
  readonly credentials: Credentials
  readonly limits: Limits
  readonly deliverer: Deliverer
  /** Apps that were described by a manifest and not fetched yet, by their code. */
  readonly manifests: Map<string, AppManifest>
}

export interface AppManifest {
  readonly name: string
  readonly owner: string
  readonly webhookUrl: string | null
  readonly events: readonly string[]
}

interface GitHubParts {
  readonly clock: SimulatedClock
  readonly random: Random
  readonly limits: LimitOptions
  /** How long the delivery log keeps an attempt, in milliseconds. */
  readonly retention: number
  readonly stopped: AbortSignal
}

export function createGitHub(parts: GitHubParts): GitHub {
  const { clock, random, stopped } = parts
  const world = createGitHubWorld()
  const hooks = createHookRegistry(clock, parts.retention)
  const credentials = createCredentials({ clock, random, world, hooks })
  const deliverer = createDeliverer({ clock, random, world, hooks, credentials, stopped })
  const limits = createLimits(clock, parts.limits, ({ installation }) =>
    installation === null ? 0 : repositoriesOf(world, installation).length,
  )
  return { clock, world, hooks, credentials, limits, deliverer, manifests: new Map() }
}
