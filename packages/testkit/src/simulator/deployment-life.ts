import { minute, second } from './calendar.ts'
import { headOf } from './commits.ts'
import { genuineExample, genuineRepository, objectIn, shapeOf } from './examples.ts'
import type { JsonObject } from './json.ts'
import { fullName, type Person, type Repository } from './model.ts'
import { bots } from './people.ts'
import type { Life, World } from './world.ts'
import { isoSeconds } from './zone.ts'

const deploymentShape = shapeOf(objectIn(genuineExample('deployment', 1), 'deployment'), ['creator'])
const statusShape = shapeOf(objectIn(genuineExample('deployment_status', 1), 'deployment_status'), [
  'creator',
])

interface Deployment {
  readonly id: number
  readonly repository: Repository
  readonly sha: string
  readonly ref: string
  readonly environment: string
  /** True for `production` itself and for others that are declared to be. */
  readonly production: boolean
  readonly creator: Person
  readonly createdAt: number
}

const environments: readonly (readonly [string, boolean])[] = [
  ['production', true],
  ['production', true],
  ['prod-eu', true],
  ['staging', false],
  ['preview/production-like', false],
]

/** A deployment and how it went; a train of them goes through the environments one after another. */
export function* deploymentLife(world: World, repository: Repository): Life {
  const { random } = world
  const creator = random.chance(0.5) ? bots.actions : random.pick(world.people)
  yield world.later(creator, 5 * minute)
  const ref = random.weighted([
    [repository.defaultBranch, 60],
    [`v1.${random.int(0, 99)}.${random.int(0, 9)}`, 15],
    [`hotfix/${random.hex(5)}`, 10],
    [`v1.2.${random.int(0, 99)}-hot-fix`, 5],
    [`snapshotfix-${random.hex(3)}`, 5],
    [`refs/heads/release_hotfix_${random.hex(3)}`, 5],
  ])
  const train = random.chance(0.3) ? ['staging', 'production'] : [null]
  for (const stop of train) {
    const [environment, production] =
      stop === null ? random.pick(environments) : ([stop, stop === 'production'] as const)
    const sha = headOf(repository, repository.defaultBranch)
    const id = world.id('deployment')
    const createdAt = world.now()
    yield* deploy(world, { id, repository, sha, ref, environment, production, creator, createdAt })
  }
}

function* deploy(world: World, deployment: Deployment): Life {
  const { random } = world
  deliverDeployment(world, deployment)
  // Actions says in the second of the deployment that it has begun.
  if (random.chance(0.5)) yield world.soon(20 * second)
  if (random.chance(0.4)) deliverDeploymentStatus(world, deployment, 'queued')
  deliverDeploymentStatus(world, deployment, 'in_progress')
  yield world.soon(4 * minute)
  const state = random.weighted([
    ['success', 86],
    ['failure', 8],
    ['error', 3],
    ['waiting', 3],
  ])
  deliverDeploymentStatus(world, deployment, state)
  yield world.soon(10 * minute)
}

function deliverDeployment(world: World, deployment: Deployment): void {
  const { repository, creator, id, ref, production, createdAt } = deployment
  const payload = {
    action: 'created',
    deployment: deploymentObject(deployment, createdAt),
    workflow: null,
    workflow_run: null,
  }
  world.deliver({ event: 'deployment', repository, sender: creator, payload }, (oracle) => {
    oracle.deployed({ repositoryId: repository.id, id, ref, production, createdAt })
  })
}

function deliverDeploymentStatus(world: World, deployment: Deployment, state: string): void {
  const { repository, creator, environment } = deployment
  const id = world.id('deploymentStatus')
  const at = isoSeconds(world.now())
  const renaming = [...renamingOf(deployment), ['209916254', String(id)]] as const
  const payload = {
    action: 'created',
    deployment_status: statusShape(renaming, {
      id,
      state,
      environment,
      creator: creator.object,
      created_at: at,
      updated_at: at,
    }),
    deployment: deploymentObject(deployment, world.now()),
    check_run: null,
    workflow_run: null,
  }
  world.deliver({ event: 'deployment_status', repository, sender: creator, payload })
}

function deploymentObject(deployment: Deployment, updatedAt: number): JsonObject {
  const { id, sha, ref, environment, production, creator, createdAt } = deployment
  return deploymentShape(renamingOf(deployment), {
    id,
    sha,
    ref,
    environment,
    original_environment: environment,
    production_environment: production,
    transient_environment: environment.startsWith('preview'),
    creator: creator.object,
    created_at: isoSeconds(createdAt),
    updated_at: isoSeconds(updatedAt),
  })
}

function renamingOf({ repository, id }: Deployment) {
  return [
    [genuineRepository, fullName(repository)],
    ['145988746', String(id)],
  ] as const
}
