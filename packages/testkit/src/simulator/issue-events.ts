import { genuineExample, genuineRepository, objectIn, shapeOf } from './examples.ts'
import type { Json, JsonObject } from './json.ts'
import { fullName, type Issue, type Person, type Pull, type Repository } from './model.ts'
import { isoOrNull } from './pull-request-object.ts'
import type { World } from './world.ts'
import { isoSeconds } from './zone.ts'

const issueKeys = ['user', 'labels', 'assignee', 'assignees', 'milestone']
const issueShape = shapeOf(objectIn(genuineExample('issues', 15), 'issue'), issueKeys)

/** Sends `issues`. */
export function deliverIssue(
  world: World,
  issue: Issue,
  action: string,
  sender: Person | null,
  more: JsonObject = {},
): void {
  const payload = { action, issue: issueObject(issue), ...more }
  const { repository, number, createdAt, closedAt } = issue
  world.deliver({ event: 'issues', repository, sender, payload }, (oracle) => {
    oracle.issue({ repositoryId: repository.id, number, action, createdAt, closedAt })
  })
}

/** Sends another event that has an issue and counts nothing. */
export function deliverIssueLike(
  world: World,
  event: string,
  issue: Issue,
  sender: Person | null,
  payload: JsonObject,
): void {
  world.deliver({ event, repository: issue.repository, sender, payload })
}

export function issueObject(issue: Issue): JsonObject {
  return fillIssue(issue.repository, issue.number, {
    id: issue.id,
    node_id: `I_${issue.id.toString(36)}`,
    title: issue.title,
    user: issue.author.object,
    labels: issue.labels.map((label) => label.object),
    state: issue.state,
    state_reason: issue.stateReason,
    ...assigned(issue.assignees),
    comments: issue.comments,
    created_at: isoSeconds(issue.createdAt),
    updated_at: isoSeconds(issue.updatedAt),
    closed_at: isoOrNull(issue.closedAt),
  })
}

/** A pull request as `issue_comment` shows it: an issue with `pull_request`. */
export function pullAsIssueObject(pull: Pull): JsonObject {
  const url = `https://github.com/${fullName(pull.repository)}/pull/${pull.number}`
  return fillIssue(pull.repository, pull.number, {
    id: pull.id + 700_000_000,
    node_id: `PR_${pull.id.toString(36)}`,
    title: pull.title,
    user: pull.author.object,
    labels: pull.labels.map((label) => label.object),
    state: pull.state,
    draft: pull.draft,
    ...assigned(pull.assignees),
    comments: pull.comments,
    created_at: isoSeconds(pull.createdAt),
    updated_at: isoSeconds(pull.updatedAt),
    closed_at: isoOrNull(pull.closedAt),
    pull_request: {
      url: `https://api.github.com/repos/${fullName(pull.repository)}/pulls/${pull.number}`,
      html_url: url,
      diff_url: `${url}.diff`,
      patch_url: `${url}.patch`,
      merged_at: isoOrNull(pull.mergedAt),
    },
  })
}

function fillIssue(repository: Repository, number: number, values: JsonObject): JsonObject {
  const renaming = [
    [genuineRepository, fullName(repository)],
    ['/issues/1', `/issues/${number}`],
  ] as const
  return issueShape(renaming, { number, milestone: null, ...values })
}

function assigned(people: readonly Person[]): { assignee: Json; assignees: Json } {
  const assignees = people.map((person) => person.object)
  return { assignee: assignees[0] ?? null, assignees }
}
