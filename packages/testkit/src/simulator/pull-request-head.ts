import { minute } from './calendar.ts'
import { checks } from './checks.ts'
import { createCommits } from './commits.ts'
import type { Commit, Pull } from './model.ts'
import { deliverPull, deliverReview, touch } from './pull-request-events.ts'
import { deliverPush, noSha } from './push-event.ts'
import type { Life, World } from './world.ts'

/** Pushes the head branch, unless it lies in a fork whose pushes nobody tells us of. */
export function* publishHead(world: World, pull: Pull): Life {
  if (pull.fork !== null) return
  sendHead(world, pull, { before: noSha, commits: pull.pushed })
  // A command line opens the pull request within the second of the push; a browser takes longer.
  if (world.random.chance(0.6)) yield world.soon(minute)
}

/** Commits to the head branch: the push, `synchronize` and the dismissal of an approval share a second. */
export function pushHead(world: World, pull: Pull, count: number): void {
  const before = pull.headSha
  touch(world, pull)
  const commits = createCommits(world, pull.author, count)
  pull.pushed.push(...commits)
  pull.commits += count
  pull.additions += world.random.int(0, 40)
  pull.deletions += world.random.int(0, 12)
  moveHead(world, pull, { before, commits })
  dismissStale(world, pull)
}

/** Rewrites the head branch: the same changes as new commits, with other SHAs and times of their own. */
export function rewriteHead(world: World, pull: Pull): void {
  const before = pull.headSha
  touch(world, pull)
  const commits = createCommits(world, pull.author, pull.pushed.length)
  pull.pushed.splice(0, pull.pushed.length, ...commits)
  moveHead(world, pull, { before, commits, forced: true })
}

interface Move {
  readonly before: string
  readonly commits: readonly Commit[]
  readonly forced?: boolean
}

function moveHead(world: World, pull: Pull, move: Move): void {
  const { before } = move
  pull.headSha = lastSha(move.commits)
  pull.mergeable = null
  if (pull.fork === null) sendHead(world, pull, move)
  deliverPull(world, pull, 'synchronize', pull.author, { payload: { before, after: pull.headSha } })
  world.spawn(checkHead(world, pull, before))
}

function sendHead(world: World, pull: Pull, { before, commits, forced = false }: Move): void {
  const { repository, headRef, headSha: after, author: pusher } = pull
  const pushed = commits.map((commit) => ({ commit, distinct: true }))
  deliverPush(world, {
    repository,
    ref: `refs/heads/${headRef}`,
    before,
    after,
    commits: pushed,
    pusher,
    forced,
  })
}

function dismissStale(world: World, pull: Pull): void {
  const approval = pull.reviews.find((review) => review.state === 'approved')
  if (approval === undefined || !world.random.chance(0.4)) return
  approval.state = 'dismissed'
  deliverReview(world, pull, 'dismissed', approval, pull.author)
}

/** Checks of the pull request's head; a fork's have neither branch nor pull requests. */
export function checkHead(world: World, pull: Pull, before: string): Life {
  const { repository, headSha: sha } = pull
  const commit = pull.pushed.at(-1)
  if (commit === undefined) throw new Error('a pull request has a commit')
  if (pull.fork !== null) return checks(world, { repository, sha, before, branch: null, commit, pulls: [] })
  return checks(world, { repository, sha, before, branch: pull.headRef, commit, pulls: [pull] })
}

export function lastSha(commits: readonly Commit[]): string {
  const last = commits.at(-1)
  if (last === undefined) throw new Error('no commit')
  return last.sha
}
