import { day, minute } from './calendar.ts'
import type { Repository } from './model.ts'
import { bots } from './people.ts'
import { draftPull, newNumber, oldNumber } from './pull-request-draft.ts'
import { closePullNow, endPull, mergePull } from './pull-request-ending.ts'
import { publishHead } from './pull-request-head.ts'
import { openPull } from './pull-request-opening.ts'
import { takeStep } from './pull-request-steps.ts'
import { createFork } from './repositories.ts'
import type { Life, World } from './world.ts'

const titles = [
  'Add retry with back-off',
  'Fix crash on empty input',
  'Split the parser — part 2',
  'Überarbeite die Anmeldung 🚀',
  'Explain "quotes" & <tags>',
  'Update the snapshotfix script',
  'Make the hot fix process faster',
]

/** A pull request that a person opens: work, reviews, an end, and what comes after it. */
export function* pullRequestLife(world: World, repository: Repository): Life {
  const { random } = world
  const author = random.pick(world.people)
  yield world.later(author, 5 * minute)
  const isHotfix = random.chance(0.08)
  const title = isHotfix && random.chance(0.5) ? `Hot-Fix: ${random.pick(titles)}` : random.pick(titles)
  const number = newNumber(repository)
  const pull = draftPull(world, repository, {
    author,
    title,
    number,
    headRef: headRefOf(world, number, isHotfix),
    fork: random.chance(0.12) ? createFork(random, repository, author) : null,
    draft: random.chance(0.2),
  })
  yield* publishHead(world, pull)
  openPull(world, pull)
  const steps = random.int(0, 7)
  for (let step = 0; step < steps; step += 1) yield* takeStep(world, pull, false)
  yield* endPull(world, pull)
}

/** A pull request that was open before the simulation began: nobody tells of its opening. */
export function* standingPullLife(world: World, repository: Repository): Life {
  const { random } = world
  const number = oldNumber(repository)
  const pull = draftPull(world, repository, {
    author: random.pick(world.people),
    title: random.pick(titles),
    number,
    headRef: headRefOf(world, number, false),
    createdAt: world.now() - random.int(1, 20) * day,
  })
  repository.branches.set(pull.headRef, pull.headSha)
  const steps = random.int(1, 4)
  for (let step = 0; step < steps; step += 1) yield* takeStep(world, pull, step === 0)
  yield* endPull(world, pull)
}

/** A bot's weekly round: several pull requests at once, some given up within the second. */
export function* botRoundLife(world: World, repository: Repository): Life {
  yield world.soon(minute)
  const count = world.random.int(2, 6)
  for (let index = 0; index < count; index += 1) world.spawn(botPullLife(world, repository))
}

function* botPullLife(world: World, repository: Repository): Life {
  const { random } = world
  const author = random.chance(0.7) ? bots.dependabot : bots.renovate
  const number = newNumber(repository)
  const library = random.pick(['zod', 'koa', 'vite', '@types/node'])
  const pull = draftPull(world, repository, {
    author,
    number,
    title: `Bump ${library} from 4.${number} to 5.0.0`,
    headRef: `dependabot/npm_and_yarn/${library}-${number}`,
  })
  yield* publishHead(world, pull)
  openPull(world, pull, ['dependencies'])
  if (random.chance(0.1)) return closePullNow(world, pull, author)
  if (random.chance(0.15)) return
  yield* mergePull(world, pull)
}

function headRefOf(world: World, number: number, isHotfix: boolean): string {
  const suffix = `${number}-${world.random.hex(4)}`
  if (isHotfix) return world.random.chance(0.5) ? `hotfix/${suffix}` : `my_hotfix_${suffix}`
  return world.random.pick([
    `feature/${suffix}`,
    `fix-${suffix}`,
    `users/añej/${suffix}`,
    `shotfix-${suffix}`,
  ])
}
