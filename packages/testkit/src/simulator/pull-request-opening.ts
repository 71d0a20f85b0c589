import { labelOf, pullLabels } from './labels.ts'
import type { Pull } from './model.ts'
import { deliverPull } from './pull-request-events.ts'
import { checkHead } from './pull-request-head.ts'
import { noSha } from './push-event.ts'
import type { World } from './world.ts'

/**
 * Opens it, with the labels, reviewers and assignees that it is born with: all within one second, and each payload
 * shows all of them, as GitHub writes payloads after the fact.
 */
export function openPull(world: World, pull: Pull, labels: readonly string[] = []): void {
  Object.assign(pull, { createdAt: world.now(), updatedAt: world.now() })
  equip(world, pull, labels)
  deliverPull(world, pull, 'opened', pull.author)
  announceEquipment(world, pull)
  world.spawn(checkHead(world, pull, noSha))
}

function equip(world: World, pull: Pull, labels: readonly string[]): void {
  const { random, people } = world
  const { repository, author } = pull
  const count = random.weighted([
    [0, 5],
    [1, 3],
    [2, 2],
  ])
  const names = [...labels, ...random.sample(pullLabels, count)]
  pull.labels.push(...names.map((name) => labelOf(repository, name)))
  if (random.chance(0.15)) pull.requestedTeams.push(...random.sample(repository.owner.teams, 1))
  if (author.bot) return
  const others = people.filter((person) => person !== author)
  pull.requestedReviewers.push(...random.sample(others, random.int(0, 2)))
  if (random.chance(0.3)) pull.assignees.push(author)
}

function announceEquipment(world: World, pull: Pull): void {
  const tell = (action: string, subject: string, payload: Record<string, Pull['labels'][number]['object']>) =>
    deliverPull(world, pull, action, pull.author, { subject, payload })
  for (const { name, object } of pull.labels) tell('labeled', name, { label: object })
  for (const { login, object } of pull.requestedReviewers)
    tell('review_requested', login, { requested_reviewer: object })
  for (const { slug, object } of pull.requestedTeams)
    tell('review_requested', slug, { requested_team: object })
  for (const { login, object } of pull.assignees) tell('assigned', login, { assignee: object })
}
