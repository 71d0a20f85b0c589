import {
  genuineExample,
  genuineHead,
  genuineRepository,
  objectIn,
  type Renaming,
  type Shape,
  shapeOf,
} from './examples.ts'
import type { Json, JsonObject } from './json.ts'
import { fullName, type Person, type Pull } from './model.ts'
import { repositoryObject } from './repositories.ts'
import { isoSeconds } from './zone.ts'

const given = [
  'user',
  'head',
  'base',
  'labels',
  'assignee',
  'assignees',
  'requested_reviewers',
  'requested_teams',
]
const fullShape = shapeOf(objectIn(genuineExample('pull_request', 14), 'pull_request'), given)
const reducedShape = shapeOf(objectIn(genuineExample('pull_request_review', 3), 'pull_request'), given)

interface Filled {
  readonly name: string
  readonly headSha: string
  readonly full: JsonObject
  readonly reduced: JsonObject
}

// The addresses in a pull request change only with its head and its repository's name.
const filled = new WeakMap<Pull, Filled>()

function filledShapes(pull: Pull): Filled {
  const name = fullName(pull.repository)
  const known = filled.get(pull)
  if (known?.name === name && known.headSha === pull.headSha) return known
  const renaming: Renaming = [
    [genuineRepository, name],
    ['/pulls/2', `/pulls/${pull.number}`],
    ['/pull/2', `/pull/${pull.number}`],
    ['/issues/2', `/issues/${pull.number}`],
    [genuineHead, pull.headSha],
  ]
  const fill = (shape: Shape) => shape(renaming, fixedValues(pull))
  const made = { name, headSha: pull.headSha, full: fill(fullShape), reduced: fill(reducedShape) }
  filled.set(pull, made)
  return made
}

function fixedValues(pull: Pull): JsonObject {
  return {
    id: pull.id,
    node_id: `PR_${pull.id.toString(36)}`,
    number: pull.number,
    user: pull.author.object,
    body: 'Changes what the issue asks for.\r\n\r\n- [x] tests\r\n- [ ] docs',
    created_at: isoSeconds(pull.createdAt),
    author_association: pull.fork === null ? 'MEMBER' : 'CONTRIBUTOR',
  }
}

/** `pull_request` of `pull_request` payloads: all that GitHub knows at that moment. */
export function fullPullObject(pull: Pull): JsonObject {
  return { ...filledShapes(pull).full, ...commonValues(pull), ...detailValues(pull) }
}

/** `pull_request` of reviews and their comments: no counts, no `merged`, no `mergeable`. */
export function reducedPullObject(pull: Pull): JsonObject {
  return { ...filledShapes(pull).reduced, ...commonValues(pull) }
}

function commonValues(pull: Pull): JsonObject {
  const assignees = pull.assignees.map((person) => person.object)
  return {
    state: pull.state,
    locked: pull.locked,
    title: pull.title,
    updated_at: isoSeconds(pull.updatedAt),
    closed_at: isoOrNull(pull.closedAt),
    merged_at: isoOrNull(pull.mergedAt),
    merge_commit_sha: pull.mergeable === null ? null : pull.headSha,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: pull.requestedReviewers.map((person) => person.object),
    requested_teams: pull.requestedTeams.map((team) => team.object),
    labels: pull.labels.map((label) => label.object),
    draft: pull.draft,
    head: headObject(pull),
    base: baseObject(pull),
    auto_merge: pull.autoMerge ? autoMerge(pull.author) : null,
  }
}

function detailValues(pull: Pull): JsonObject {
  return {
    merged: pull.merged,
    mergeable: pull.merged ? null : pull.mergeable,
    rebaseable: pull.merged ? null : pull.mergeable,
    mergeable_state: mergeableState(pull),
    merged_by: pull.mergedBy?.object ?? null,
    comments: pull.comments,
    review_comments: pull.reviewComments,
    commits: pull.commits,
    additions: pull.additions,
    deletions: pull.deletions,
    changed_files: pull.changedFiles,
  }
}

function mergeableState(pull: Pull): string {
  if (pull.merged || pull.mergeable === null) return 'unknown'
  if (!pull.mergeable) return 'dirty'
  return pull.draft ? 'draft' : 'clean'
}

function headObject(pull: Pull): Json {
  const { fork, headRef, headSha } = pull
  const owner = fork?.owner.login ?? pull.repository.owner.login
  return {
    label: `${owner}:${headRef}`,
    ref: headRef,
    sha: headSha,
    user: fork?.owner.object ?? pull.repository.owner.owner,
    repo: fork === null ? repositoryObject(pull.repository) : fork.object,
  }
}

function baseObject({ repository, baseRef, baseSha }: Pull): Json {
  const { owner } = repository
  const label = `${owner.login}:${baseRef}`
  return { label, ref: baseRef, sha: baseSha, user: owner.owner, repo: repositoryObject(repository) }
}

function autoMerge(by: Person): Json {
  return { enabled_by: by.object, merge_method: 'squash', commit_title: null, commit_message: null }
}

export function isoOrNull(instant: number | null): string | null {
  return instant === null ? null : isoSeconds(instant)
}
