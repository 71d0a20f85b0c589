import { minute } from './calendar.ts'
import { genuineExample, genuineExamples, genuineRepository, objectIn, shapeOf } from './examples.ts'
import type { JsonObject } from './json.ts'
import { type Account, fullName, type Person, type Repository } from './model.ts'
import { createFork } from './repositories.ts'
import type { Life, World } from './world.ts'
import { isoSeconds } from './zone.ts'

const releaseShape = shapeOf(objectIn(genuineExample('release', 2), 'release'), ['author'])
const surroundings = ['repository', 'organization', 'installation', 'sender']

/** Somebody stars, watches or forks it, releases a version, or does what no counter knows. */
export function* happeningLife(world: World, repository: Repository): Life {
  const person = world.random.pick(world.people)
  yield world.later(person, 5 * minute)
  const happening = world.random.weighted([
    [star, 30],
    [fork, 10],
    [release, 12],
    [somethingElse, 30],
    [unheardOf, 6],
    [accountEvent, 10],
  ])
  happening(world, repository, person)
}

function star(world: World, repository: Repository, sender: Person): void {
  repository.stars += 1
  const payload = { action: 'created', starred_at: isoSeconds(world.now()) }
  world.deliver({ event: 'star', repository, sender: world.random.chance(0.05) ? null : sender, payload })
  // GitHub sends `watch` with every star, in the same second.
  world.deliver({ event: 'watch', repository, sender, payload: { action: 'started' } })
}

function fork(world: World, repository: Repository, sender: Person): void {
  repository.forks += 1
  const forkee = createFork(world.random, repository, sender).object
  world.deliver({ event: 'fork', repository, sender, payload: { forkee: { ...forkee, public: true } } })
}

function release(world: World, repository: Repository, author: Person): void {
  const { random } = world
  const id = world.id('release')
  const tag = `v${random.int(0, 9)}.${random.int(0, 99)}.${random.int(0, 9)}`
  const at = isoSeconds(world.now())
  const renaming = [
    [genuineRepository, fullName(repository)],
    ['17372790', String(id)],
    ['0.0.1', tag],
  ] as const
  const values = { id, tag_name: tag, name: tag, author: author.object, created_at: at, published_at: at }
  const prerelease = random.chance(0.2)
  const target = { target_commitish: repository.defaultBranch, prerelease }
  const payload = { release: releaseShape(renaming, { ...values, ...target }) }
  for (const action of ['created', 'published', prerelease ? 'prereleased' : 'released'])
    world.deliver({ event: 'release', repository, sender: author, payload: { action, ...payload } })
}

/** Events that are simulated with a life of their own, or that count. */
const livedEvents: readonly string[] = [
  'push',
  'create',
  'delete',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'pull_request_review_thread',
  'issues',
  'issue_comment',
  'check_suite',
  'check_run',
  'workflow_run',
  'workflow_job',
  'status',
  'deployment',
  'deployment_status',
  'release',
  'star',
  'watch',
  'fork',
  'repository',
]

interface Template {
  readonly event: string
  readonly fill: (repository: Repository) => JsonObject
}

// Everything else GitHub sends about a repository, as the genuine payloads have it.
const templates: readonly Template[] = genuineExamples()
  .filter((entry) => !livedEvents.includes(entry.name))
  .flatMap(({ name, examples }) => examples.map((example) => ({ event: name, example })))
  .filter(({ example }) => typeof example.repository === 'object' && example.repository !== null)
  .map(({ event, example }) => {
    const shape = shapeOf(example, surroundings)
    return { event, fill: (repository) => shape([[genuineRepository, fullName(repository)]], {}) }
  })

function somethingElse(world: World, repository: Repository, sender: Person): void {
  const { event, fill } = world.random.pick(templates)
  world.deliver({ event, repository, sender, payload: fill(repository) })
}

/** Events and actions that no version of this program has ever seen. */
export const unheardOfEvents: readonly string[] = ['quantum_merge', 'repository_dreamed', 'sub_issues']

function unheardOf(world: World, repository: Repository, sender: Person): void {
  const payload = { action: 'levitated', quantum: { spin: 0.5, entangled_with: [repository.id] } }
  world.deliver({ event: world.random.pick(unheardOfEvents), repository, sender, payload })
}

const accountEvents = ['organization', 'membership', 'org_block', 'team'] as const

function accountEvent(world: World, repository: Repository, sender: Person): void {
  const account = repository.owner
  // A hook of one repository hears nothing of its organisation.
  if (account.hook === null) {
    star(world, repository, sender)
    return
  }
  const event = world.random.pick(accountEvents)
  world.deliver({ event, account, sender, payload: accountPayload(event) })
}

function accountPayload(event: string): JsonObject {
  const example = genuineExample(event, event === 'team' ? 2 : 0)
  return shapeOf(example, surroundings)([], {})
}

/** What a hook sends when it is made: a ping, or an installation, neither of them about a repository. */
export function* hookLife(world: World, account: Account): Life {
  const { hook } = account
  if (hook === null) return
  const sender = world.random.pick(world.people)
  if (hook.installation !== null) {
    const payload = shapeOf(genuineExample('installation', 1), ['sender', 'repositories'])([], {
      repositories: world.repositories
        .filter((repository) => repository.owner === account)
        .map(({ id, name, owner }) => ({ id, name, full_name: `${owner.login}/${name}`, private: false })),
    })
    return world.deliver({ event: 'installation', account, sender, payload })
  }
  const ping = shapeOf(genuineExample('ping', 3), surroundings)([], { hook_id: hook.id })
  world.deliver({ event: 'ping', account, sender, payload: ping })
  yield world.soon(minute)
  // Seen in the wild: a repository that is there and null.
  world.deliver({ event: 'meta', account, sender: null, payload: { action: 'noticed', repository: null } })
}
