import { expect, test } from 'vitest'
import { createRandom } from '../../simulator/random.ts'
import { simulateWorkload } from '../../simulator/simulate.ts'
import { objectAt, objectsAt, textAt } from '../fields.ts'
import { foldEvent, type WorldEvent } from './fold.ts'
import { createGitHubWorld, type GitHubWorld } from './github-world.ts'
import { seedWorld } from './seeded-world.ts'

const start = new Date('2026-01-01T00:00:00Z')
const { deliveries, expected } = simulateWorkload({ seed: 11, deliveries: 3_000, start, days: 20 })

function folded(events: readonly WorldEvent[]): GitHubWorld {
  const world = createGitHubWorld()
  for (const event of events) foldEvent(world, event)
  return world
}

/** What tests of sync compare: states, times and closings. */
function told(world: GitHubWorld) {
  return [...world.repositories.values()]
    .map((repository) => ({
      id: repository.id,
      name: repository.object.full_name,
      pulls: [...repository.pulls.values()]
        .map(({ number, object, timeline }) => [
          number,
          object.state,
          object.merged_at,
          object.updated_at,
          timeline,
        ])
        .sort(([one], [other]) => Number(one) - Number(other)),
      issues: [...repository.issues.values()]
        .map(({ number, object, timeline }) => [number, object.state, object.closed_at, timeline])
        .sort(([one], [other]) => Number(one) - Number(other)),
      suites: [...repository.checkSuites].map(([id, { conclusion }]) => [id, conclusion]).sort(byId),
      runs: [...repository.workflowRuns]
        .map(([id, { status, conclusion }]) => [id, status, conclusion])
        .sort(byId),
      commits: [...repository.commits.keys()].sort(),
    }))
    .sort((one, other) => one.id - other.id)
}

const byId = ([one]: readonly unknown[], [other]: readonly unknown[]) => Number(one) - Number(other)

test('the world is the same in whatever order its events come', () => {
  const random = createRandom('shuffle')
  const whole = told(folded(deliveries))
  for (let round = 0; round < 3; round += 1)
    expect(told(folded(random.sample(deliveries, deliveries.length)))).toEqual(whole)
})

test('the world has every pull request as the workload says that it ended', () => {
  const world = folded(deliveries)
  for (const told of expected.pullRequests) {
    const pull = world.repositories.get(told.repository_id)?.pulls.get(told.number)
    const object = pull?.object ?? {}
    const { title, draft, merged_at, closed_at, additions, changed_files, commits, created_at } = told
    expect(object).toMatchObject({
      title,
      draft,
      merged_at,
      closed_at,
      additions,
      changed_files,
      commits,
      created_at,
    })
    expect(object.state).toBe(told.state === 'open' ? 'open' : 'closed')
    expect(objectAt(object, 'head')).toMatchObject({ sha: told.head_sha, ref: told.head_ref })
    const labels = objectsAt(object, 'labels').map((label) => textAt(label, 'name'))
    expect(labels.sort()).toEqual(told.labels)
    const reviews = [...(pull?.reviews.values() ?? [])].map(({ id, state }) => [id, state]).sort(byId)
    expect(reviews).toEqual(told.reviews.map(({ id, state }) => [id, state]).sort(byId))
  }
  expect(expected.pullRequests.length).toBeGreaterThan(50)
})

test('180 repositories with 40,000 issues and pull requests are made in seconds, the same each time', () => {
  const options = { seed: 4, repositories: 180, issuesAndPullRequests: 40_000, commits: 5 }
  const make = () => {
    const world = createGitHubWorld()
    seedWorld(world, { ...options, from: start, until: new Date('2026-06-01T00:00:00Z') })
    return world
  }
  const begun = performance.now()
  const first = make()
  expect(performance.now() - begun).toBeLessThan(5_000)
  const all = [...first.repositories.values()]
  expect(all.reduce((sum, { issues, pulls }) => sum + issues.size + pulls.size, 0)).toBe(40_000)
  const [one, other] = [first, make()].map((world) => world.find('acme/service-077')?.repository)
  expect(one).toEqual(other)
})
