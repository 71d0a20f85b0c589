import { day, hour, minute } from './calendar.ts'
import { checks } from './checks.ts'
import { createCommits, headOf, mergeCommit, remember } from './commits.ts'
import type { Commit, Person, Pull } from './model.ts'
import { ghost } from './people.ts'
import { deliverBranchDeleted, deliverPull, touch } from './pull-request-events.ts'
import { pushHead } from './pull-request-head.ts'
import { submitReview } from './pull-request-reviews.ts'
import { absentIn, addLabels, comment, somebodyElse } from './pull-request-steps.ts'
import { deliverPush, type PushedCommit } from './push-event.ts'
import type { Life, World } from './world.ts'

/** Merged, closed, closed and taken up again, or left open. */
export function* endPull(world: World, pull: Pull): Life {
  const { random } = world
  const end = random.weighted([
    ['merged', 70],
    ['closed', 12],
    ['reopened', 8],
    ['left', 10],
  ])
  if (end === 'left') return
  if (end === 'merged') return yield* mergePull(world, pull)
  yield* closePull(world, pull)
  if (end === 'closed') return yield* afterEnd(world, pull)
  yield* reopenPull(world, pull)
  if (random.chance(0.6)) return yield* mergePull(world, pull)
  yield* closePull(world, pull)
}

function* resolveConflict(world: World, pull: Pull): Life {
  if (pull.mergeable !== false) return
  yield world.later(pull.author, 6 * hour)
  pushHead(world, pull, 1)
}

function* closePull(world: World, pull: Pull): Life {
  const { random } = world
  const by = random.chance(0.7) ? pull.author : somebodyElse(world, pull)
  yield world.later(by, day)
  // Labelled and closed by one click of a triage tool: the closing is the later of the two.
  if (random.chance(0.3)) addLabels(world, pull, ['wontfix'].filter(absentIn(pull)), by)
  if (pull.fork !== null && random.chance(0.4)) pull.fork.object = null
  closePullNow(world, pull, random.chance(0.05) ? ghost : by)
}

/** Closes it within this second, together with what this second brought already. */
export function closePullNow(world: World, pull: Pull, by: Person): void {
  if (pull.updatedAt < world.now()) touch(world, pull)
  pull.state = 'closed'
  pull.closedAt = pull.updatedAt
  deliverPull(world, pull, 'closed', by)
}

function* reopenPull(world: World, pull: Pull): Life {
  yield world.later(pull.author, 8 * hour)
  touch(world, pull)
  pull.state = 'open'
  pull.closedAt = null
  deliverPull(world, pull, 'reopened', pull.author)
}

/** Merges it. Auto-merge does so in the very second of the approval that it waited for. */
export function* mergePull(world: World, pull: Pull, by = somebodyElse(world, pull)): Life {
  const { random } = world
  yield* resolveConflict(world, pull)
  if (pull.draft) yield* change(world, pull, 'ready_for_review', { draft: false })
  const automatic = random.chance(0.2)
  if (automatic) yield* change(world, pull, 'auto_merge_enabled', { autoMerge: true })
  yield world.later(by, 5 * hour)
  if (automatic && !by.bot) submitReview(world, pull, { author: by, state: 'approved' })
  else if (random.chance(0.1)) addLabels(world, pull, ['hotfix'].filter(absentIn(pull)), by)
  if (pull.updatedAt < world.now()) touch(world, pull)
  landCommits(world, pull, by)
  const mergedAt = pull.updatedAt
  Object.assign(pull, { state: 'closed', merged: true, mergedBy: by, mergedAt, closedAt: mergedAt })
  deliverPull(world, pull, 'closed', by)
  yield* afterEnd(world, pull)
}

function* change(world: World, pull: Pull, action: string, values: Partial<Pull>): Life {
  yield world.later(pull.author, 2 * hour)
  touch(world, pull)
  Object.assign(pull, values)
  deliverPull(world, pull, action, pull.author)
}

/** The push to the base branch: a merge commit, one squashed commit, or every commit again. */
function landCommits(world: World, pull: Pull, by: Person): void {
  const { repository, baseRef } = pull
  const before = headOf(repository, baseRef)
  const commits = landed(world, pull, by)
  const last = commits.at(-1)
  if (last === undefined) throw new Error('a merge brings a commit')
  deliverPush(world, {
    repository,
    ref: `refs/heads/${baseRef}`,
    before,
    after: last.commit.sha,
    commits,
    pusher: by,
  })
  if (baseRef === repository.defaultBranch)
    remember(
      repository,
      commits.map(({ commit }) => commit),
    )
  const { sha } = last.commit
  world.spawn(checks(world, { repository, sha, before, branch: baseRef, commit: last.commit, pulls: [] }))
}

function landed(world: World, pull: Pull, by: Person): PushedCommit[] {
  const fresh = (commit: Commit) => ({ commit, distinct: true })
  const method = world.random.weighted([
    ['squash', 4],
    ['merge', 4],
    ['rebase', 2],
  ])
  if (method === 'squash') return [fresh(mergeCommit(world, pull.author, `${pull.title} (#${pull.number})`))]
  if (method === 'rebase') return createCommits(world, pull.author, pull.pushed.length).map(fresh)
  // The branch's own commits reach the base under the SHAs that they had: they count once all the same.
  const own = pull.pushed.map((commit) => ({ commit, distinct: pull.fork !== null }))
  const message = `Merge pull request #${pull.number} from ${pull.author.login}/${pull.headRef}`
  return [...own, fresh(mergeCommit(world, by, message))]
}

function* afterEnd(world: World, pull: Pull): Life {
  const { random } = world
  if (random.chance(0.6)) {
    // GitHub deletes the branch by itself within the second, or somebody does later.
    if (random.chance(0.5)) yield world.soon(minute)
    deliverBranchDeleted(world, pull, pull.mergedBy ?? pull.author)
  }
  if (random.chance(0.25)) yield* comment(world, pull)
  if (random.chance(0.08)) {
    const late = somebodyElse(world, pull)
    yield world.later(late, 8 * hour)
    submitReview(world, pull, { author: late, state: random.pick(['approved', 'commented']), comments: 1 })
  }
  if (random.chance(0.1)) yield* lock(world, pull)
  if (random.chance(0.15)) {
    yield world.soon(2 * hour)
    addLabels(world, pull, ['released'].filter(absentIn(pull)), somebodyElse(world, pull))
  }
}

/** Locked when the talk gets heated, and now and then opened again. */
function* lock(world: World, pull: Pull): Life {
  for (const locked of world.random.chance(0.5) ? [true, false] : [true]) {
    yield world.later(pull.author, 6 * hour)
    touch(world, pull)
    pull.locked = locked
    deliverPull(world, pull, locked ? 'locked' : 'unlocked', somebodyElse(world, pull))
  }
}
