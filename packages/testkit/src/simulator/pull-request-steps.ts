import { hour, minute } from './calendar.ts'
import { type Comment, deliverPullComment } from './comment-events.ts'
import { flowLabels, labelOf, pullLabels } from './labels.ts'
import type { Person, Pull } from './model.ts'
import { bots, ghost } from './people.ts'
import { deliverPull, touch } from './pull-request-events.ts'
import { pushHead, rewriteHead } from './pull-request-head.ts'
import { answerReviews, reviewPull } from './pull-request-reviews.ts'
import type { Life, World } from './world.ts'

type Step = (world: World, pull: Pull) => Life

// The first step of a pull request that was there before: one that shows it in full.
const introductions: readonly (readonly [Step, number])[] = [
  [label, 2],
  [pushMore, 3],
  [conflict, 1],
  [assign, 1],
]

const steps: readonly (readonly [Step, number])[] = [
  [reviewPull, 30],
  [answerReviews, 10],
  [pushMore, 22],
  [rebase, 5],
  [label, 16],
  [unlabel, 4],
  [retitle, 4],
  [toggleDraft, 7],
  [comment, 12],
  [conflict, 7],
  [requestReview, 6],
  [assign, 3],
  [retarget, 2],
]

/** One thing that happens to an open pull request, with the time until it does. */
export function takeStep(world: World, pull: Pull, introduction: boolean): Life {
  return world.random.weighted(introduction ? introductions : steps)(world, pull)
}

export function somebodyElse(world: World, pull: Pull): Person {
  return world.random.pick(world.people.filter((person) => person !== pull.author))
}

function* pushMore(world: World, pull: Pull): Life {
  yield world.later(pull.author, 3 * hour)
  const count = world.random.weighted([
    [1, 6],
    [2, 3],
    [5, 1],
  ])
  pushHead(world, pull, count)
}

function* rebase(world: World, pull: Pull): Life {
  yield world.later(pull.author, 5 * hour)
  rewriteHead(world, pull)
}

function* label(world: World, pull: Pull): Life {
  const { random } = world
  const by = random.chance(0.3) ? bots.actions : somebodyElse(world, pull)
  yield world.later(by, 2 * hour)
  const wanted = random.weighted([
    [['hotfix', 'hot-fix candidate'], 1],
    [flowLabels, 7],
    [pullLabels, 3],
  ])
  addLabels(world, pull, random.sample(wanted.filter(absentIn(pull)), random.int(1, 2)), by)
}

export function absentIn(pull: Pull): (name: string) => boolean {
  return (name) => pull.labels.every((present) => present.name !== name)
}

/** Labels it; several at a time share a second. Does nothing without a name. */
export function addLabels(world: World, pull: Pull, names: readonly string[], by: Person): void {
  if (names.length === 0) return
  touch(world, pull)
  // GitHub works out in the background whether a branch can be merged, some time after it moved.
  if (pull.mergeable === null && world.random.chance(0.7)) pull.mergeable = true
  const added = names.map((name) => labelOf(pull.repository, name))
  pull.labels.push(...added)
  for (const { name, object } of added)
    deliverPull(world, pull, 'labeled', by, { subject: name, payload: { label: object } })
}

function* unlabel(world: World, pull: Pull): Life {
  const by = somebodyElse(world, pull)
  yield world.later(by, 4 * hour)
  const [gone] = world.random.sample(pull.labels, 1)
  if (gone === undefined) return
  touch(world, pull)
  pull.labels.splice(pull.labels.indexOf(gone), 1)
  deliverPull(world, pull, 'unlabeled', by, { subject: gone.name, payload: { label: gone.object } })
}

function* retitle(world: World, pull: Pull): Life {
  yield world.later(pull.author, hour)
  touch(world, pull)
  const from = pull.title
  pull.title = world.random.chance(0.1) ? `HOTFIX ${from}` : `${from} (v${world.random.int(2, 9)})`
  deliverPull(world, pull, 'edited', pull.author, { payload: { changes: { title: { from } } } })
}

function* toggleDraft(world: World, pull: Pull): Life {
  yield world.later(pull.author, 4 * hour)
  touch(world, pull)
  pull.draft = !pull.draft
  deliverPull(world, pull, pull.draft ? 'converted_to_draft' : 'ready_for_review', pull.author)
}

function* conflict(world: World, pull: Pull): Life {
  yield world.soon(6 * hour)
  // A bot's label tells of it; whatever comes before the next push tells of the same conflict again.
  pull.mergeable = false
  if (absentIn(pull)('needs-rebase')) addLabels(world, pull, ['needs-rebase'], bots.actions)
  else {
    touch(world, pull)
    deliverPull(world, pull, 'edited', bots.actions, { payload: { changes: {} } })
  }
  yield world.later(pull.author, 2 * hour)
  if (world.random.chance(0.5)) pushHead(world, pull, 1)
}

function* requestReview(world: World, pull: Pull): Life {
  yield world.later(pull.author, 2 * hour)
  const reviewer = oneOf(world, pull, pull.requestedReviewers)
  touch(world, pull)
  const asked = toggle(pull.requestedReviewers, reviewer)
  deliverPull(world, pull, asked ? 'review_requested' : 'review_request_removed', pull.author, {
    subject: reviewer.login,
    payload: { requested_reviewer: reviewer.object },
  })
}

function* assign(world: World, pull: Pull): Life {
  const person = oneOf(world, pull, pull.assignees)
  yield world.later(person, 2 * hour)
  touch(world, pull)
  const assigned = toggle(pull.assignees, person)
  // Now and then by somebody whose account is gone when GitHub writes the payload.
  const by = world.random.chance(0.2) ? ghost : person
  deliverPull(world, pull, assigned ? 'assigned' : 'unassigned', by, {
    subject: person.login,
    payload: { assignee: person.object },
  })
}

/** Often one of those, else somebody else than the author. */
function oneOf(world: World, pull: Pull, people: readonly Person[]): Person {
  const [already] = world.random.sample(people, world.random.chance(0.4) ? 1 : 0)
  return already ?? somebodyElse(world, pull)
}

/** Adds the person, or takes them out when they are in; true when they are in afterwards. */
function toggle(people: Person[], person: Person): boolean {
  const at = people.indexOf(person)
  if (at < 0) people.push(person)
  else people.splice(at, 1)
  return at < 0
}

function* retarget(world: World, pull: Pull): Life {
  yield world.later(pull.author, hour)
  const { defaultBranch, branches } = pull.repository
  const others = [...branches].filter(
    ([name]) => name !== pull.baseRef && (name.startsWith('release/') || name === defaultBranch),
  )
  const [target] = world.random.sample(others, 1)
  if (target === undefined) return
  touch(world, pull)
  const changes = { base: { ref: { from: pull.baseRef }, sha: { from: pull.baseSha } } }
  pull.baseRef = target[0]
  pull.baseSha = target[1]
  pull.mergeable = null
  deliverPull(world, pull, 'edited', pull.author, { payload: { changes } })
}

/** Somebody comments; now and then edits or deletes it afterwards. */
export function* comment(world: World, pull: Pull): Life {
  const { random } = world
  const author = random.weighted([
    [somebodyElse(world, pull), 6],
    [pull.author, 3],
    [bots.actions, 2],
  ])
  yield world.later(author, 90 * minute)
  touch(world, pull)
  pull.comments += 1
  const now = world.now()
  const body = random.pick(['LGTM 👍', '/approve', 'Could you add a test?', 'Coverage: 91.4 %'])
  const said: Comment = { id: world.id('comment'), author, createdAt: now, updatedAt: now, body }
  deliverPullComment(world, pull, 'created', said)
  if (!random.chance(0.15)) return
  yield world.soon(5 * minute)
  touch(world, pull)
  said.updatedAt = world.now()
  const action = random.chance(0.6) ? 'edited' : 'deleted'
  if (action === 'deleted') pull.comments -= 1
  deliverPullComment(world, pull, action, said)
}
