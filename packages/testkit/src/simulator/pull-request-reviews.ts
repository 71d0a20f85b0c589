import { hour, minute, second } from './calendar.ts'
import { deliverReviewComment, deliverThread, type ReviewComment } from './comment-events.ts'
import { labelOf } from './labels.ts'
import type { Label, Person, Pull, Review } from './model.ts'
import { bots } from './people.ts'
import { deliverPull, deliverReview, touch } from './pull-request-events.ts'
import type { Life, World } from './world.ts'

interface Thread {
  readonly comments: ReviewComment[]
  /** How often it was resolved or taken up again: at most one of each, for these have no time of their own. */
  turns: number
}

const threadsOf = new WeakMap<Pull, Thread[]>()

function threads(pull: Pull): Thread[] {
  const known = threadsOf.get(pull) ?? []
  threadsOf.set(pull, known)
  return known
}

/** A review by a colleague or a bot, with comments on lines that were written while it was pending. */
export function* reviewPull(world: World, pull: Pull): Life {
  const { random } = world
  const reviewer = random.chance(0.2) ? bots.reviewer : pickReviewer(world, pull)
  yield world.later(reviewer, 4 * hour)
  const state = reviewer.bot
    ? 'commented'
    : random.weighted([
        ['approved', 5],
        ['commented', 3],
        ['changes_requested', 2],
      ])
  const comments = random.weighted([
    [0, 4],
    [1, 4],
    [3, 2],
  ])
  const byLabel = state === 'approved' && random.chance(0.4) ? approvalLabel(world, pull, reviewer) : []
  const review = submitReview(world, pull, { author: reviewer, state, comments, labels: byLabel })
  if (state === 'commented' && random.chance(0.2)) yield* editReview(world, pull, review)
  if (comments > 0 && random.chance(0.6)) yield* answerReviews(world, pull)
}

function* editReview(world: World, pull: Pull, review: Review): Life {
  yield world.soon(10 * minute)
  touch(world, pull)
  deliverReview(world, pull, 'edited', { ...review, body: 'Edited.' }, review.author)
}

function pickReviewer(world: World, pull: Pull): Person {
  const [asked] = world.random.sample(pull.requestedReviewers, 1)
  const others = world.people.filter((person) => person !== pull.author)
  return asked ?? world.random.pick(others)
}

interface Submission {
  readonly author: Person
  readonly state: string
  /** How many lines are commented on. */
  readonly comments?: number
  readonly labels?: readonly Label[]
}

/** The review, its comments and its labels share a second; being asked for it ends with it. */
export function submitReview(world: World, pull: Pull, submission: Submission): Review {
  const { author, state, comments = 0, labels = [] } = submission
  touch(world, pull)
  const asked = pull.requestedReviewers.indexOf(author)
  if (asked >= 0) pull.requestedReviewers.splice(asked, 1)
  const review: Review = {
    id: world.id('review'),
    author,
    submittedAt: world.now(),
    body: state === 'commented' && comments > 0 ? null : world.random.pick(['Thanks!', '/approve', '/lgtm']),
    commit: pull.headSha,
    state,
  }
  pull.reviews.push(review)
  pull.reviewComments += comments
  pull.labels.push(...labels)
  // The labels first: what a review's payload shows of them, a payload of the pull request has shown already.
  for (const { name, object } of labels)
    deliverPull(world, pull, 'labeled', author, { subject: name, payload: { label: object } })
  deliverReview(world, pull, 'submitted', review, author)
  for (let index = 0; index < comments; index += 1) {
    const written = world.now() - world.random.int(0, 600) * second
    const said = createReviewComment(world, review, Math.max(written, pull.createdAt), null)
    threads(pull).push({ comments: [said], turns: 0 })
    deliverReviewComment(world, pull, 'created', said)
  }
  return review
}

function createReviewComment(
  world: World,
  review: Review,
  createdAt: number,
  inReplyTo: number | null,
): ReviewComment {
  return {
    id: world.id('reviewComment'),
    author: review.author,
    createdAt,
    updatedAt: world.now(),
    body: world.random.pick(['Why not `const`?', 'nit: naming', 'This leaks — see #12']),
    reviewId: review.id,
    commit: review.commit,
    inReplyTo,
  }
}

// Some teams approve by label beside GitHub's own reviews; empty when the label is there already.
function approvalLabel(world: World, pull: Pull, reviewer: Person): Label[] {
  const name = `${world.random.pick(['approved', 'lgtm'])}-${reviewer.login}`
  const present = pull.labels.some((label) => label.name === name)
  return present ? [] : [labelOf(pull.repository, name)]
}

/** The author answers on a line: a review of their own, a reply, and often the thread is resolved with it. */
export function* answerReviews(world: World, pull: Pull): Life {
  const { random } = world
  yield world.later(pull.author, 2 * hour)
  const [thread] = random.sample(threads(pull), 1)
  const root = thread?.comments[0]
  if (thread === undefined || root === undefined) return
  const review = submitReview(world, pull, { author: pull.author, state: 'commented' })
  const reply = createReviewComment(world, review, world.now(), root.id)
  pull.reviewComments += 1
  thread.comments.push(reply)
  deliverReviewComment(world, pull, 'created', reply)
  if (thread.turns < 2 && random.chance(0.7)) {
    deliverThread(world, pull, thread.turns === 0 ? 'resolved' : 'unresolved', thread.comments, pull.author)
    thread.turns += 1
  }
  if (random.chance(0.15)) yield* changeReply(world, pull, reply)
}

function* changeReply(world: World, pull: Pull, reply: ReviewComment): Life {
  yield world.soon(10 * minute)
  touch(world, pull)
  reply.updatedAt = world.now()
  deliverReviewComment(world, pull, world.random.chance(0.7) ? 'edited' : 'deleted', reply)
}
