import type { IssueSnapshot, PullRequestSnapshot } from '@octometer/event-contracts'
import type { ActorNode, IssueNode, PullRequestNode, TimelineNode } from '../graph/item-questions.ts'
import type { CommitNode, RepositoryNode } from '../graph/repository-questions.ts'
import { accountOf } from './account.ts'

/** GraphQL's answers in the shape that REST and webhook payloads share: what snapshots carry. */

/** What has no number is no number: a snapshot refuses it. */
function idOf(fullDatabaseId: string | null | undefined): number {
  return Number(fullDatabaseId ?? Number.NaN)
}

/** What became of an issue or a pull request, read to its end. */
export type WholeTimeline = readonly TimelineNode[]

/** `worn`: names of its labels, and who it is assigned to. */
export function issueObject(
  node: IssueNode,
  timeline: WholeTimeline,
  worn: { readonly labels: readonly string[]; readonly assignees: readonly ActorNode[] },
): IssueSnapshot['issue'] {
  const { milestone } = node
  return {
    id: idOf(node.fullDatabaseId),
    node_id: node.id,
    number: node.number,
    title: node.title,
    html_url: node.url,
    state: node.state === 'CLOSED' ? 'closed' : 'open',
    state_reason: node.stateReason?.toLowerCase() ?? null,
    user: accountOf(node.author),
    labels: worn.labels.map((name) => ({ name })),
    assignees: worn.assignees.map(accountOf),
    milestone: milestone && {
      number: milestone.number,
      title: milestone.title,
      state: milestone.state === 'CLOSED' ? 'closed' : 'open',
      due_on: milestone.dueOn,
      created_at: milestone.createdAt,
      updated_at: milestone.updatedAt,
      closed_at: milestone.closedAt,
    },
    comments: timeline.filter(isComment).length,
    created_at: node.createdAt,
    updated_at: node.updatedAt,
    closed_at: node.closedAt,
  } as IssueSnapshot['issue']
}

export function pullRequestObject(
  node: PullRequestNode,
  timeline: WholeTimeline,
  labels: readonly string[],
): PullRequestSnapshot['pull_request'] {
  const { mergedAt, headRepository } = node
  return {
    id: idOf(node.fullDatabaseId),
    node_id: node.id,
    number: node.number,
    title: node.title,
    html_url: node.url,
    state: node.state === 'OPEN' ? 'open' : 'closed',
    user: accountOf(node.author),
    labels: labels.map((name) => ({ name })),
    created_at: node.createdAt,
    updated_at: node.updatedAt,
    closed_at: node.closedAt,
    merged_at: mergedAt,
    merged: mergedAt !== null,
    merged_by: mergedAt === null ? null : accountOf(node.mergedBy),
    merge_commit_sha: node.mergeCommit?.oid ?? null,
    mergeable: mergeableOf(node),
    draft: node.isDraft,
    additions: node.additions,
    deletions: node.deletions,
    changed_files: node.changedFiles,
    commits: timeline.filter((each) => each.__typename === 'PullRequestCommit').length,
    comments: timeline.filter(isComment).length,
    head: {
      ref: node.headRefName,
      sha: node.headRefOid,
      repo: headRepository?.databaseId == null ? null : { id: headRepository.databaseId },
    },
    base: { ref: node.baseRefName, sha: node.baseRefOid },
  } as PullRequestSnapshot['pull_request']
}

function mergeableOf({ mergeable, state }: PullRequestNode): boolean | null {
  if (state !== 'OPEN' || mergeable === 'UNKNOWN') return null
  return mergeable === 'MERGEABLE'
}

const isComment = ({ __typename }: TimelineNode) => __typename === 'IssueComment'

/** Comments in the conversation. */
export function commentObjects(timeline: WholeTimeline): NonNullable<IssueSnapshot['comments']> {
  return timeline.filter(isComment).map(({ fullDatabaseId, author, createdAt = '', updatedAt = '' }) => ({
    id: idOf(fullDatabaseId),
    user: accountOf(author),
    created_at: createdAt,
    updated_at: updatedAt,
  }))
}

/** Those that were submitted. */
export function reviewObjects(timeline: WholeTimeline): NonNullable<PullRequestSnapshot['reviews']> {
  return timeline
    .filter(({ __typename, submittedAt }) => __typename === 'PullRequestReview' && submittedAt != null)
    .map(({ fullDatabaseId, author, state = '', submittedAt = null, commit }) => ({
      id: idOf(fullDatabaseId),
      user: accountOf(author),
      state: state.toLowerCase(),
      submitted_at: submittedAt,
      commit_id: commit?.oid ?? null,
    }))
}

/** GitHub tells a merge as a closing too, at most a moment before it. */
const MERGE_TAKES_MS = 5_000

/** Every closing that was no merge, the oldest first. */
export function closingsOf(timeline: WholeTimeline, mergedAt: string | null): { closed_at: string }[] {
  const merge = mergedAt === null ? Number.POSITIVE_INFINITY : Date.parse(mergedAt) - MERGE_TAKES_MS
  return timeline
    .filter(({ __typename, createdAt = '' }) => __typename === 'ClosedEvent' && Date.parse(createdAt) < merge)
    .map(({ createdAt = '' }) => ({ closed_at: createdAt }))
}

export function commitObject({ oid, committedDate, message, url, author }: CommitNode) {
  return {
    id: oid,
    timestamp: committedDate,
    message,
    url,
    author: { name: author?.name ?? null, username: author?.user?.login ?? null },
  }
}

export function repositoryObject(node: RepositoryNode, id: number) {
  const open = node.issuesOpen.totalCount + node.pullsOpen.totalCount
  return {
    id,
    full_name: node.nameWithOwner,
    html_url: node.url,
    description: node.description,
    homepage: node.homepageUrl,
    language: node.primaryLanguage?.name ?? null,
    topics: node.repositoryTopics.nodes.map(({ topic }) => topic.name),
    default_branch: node.defaultBranchRef?.name ?? null,
    visibility: node.visibility.toLowerCase(),
    private: node.isPrivate,
    fork: node.isFork,
    archived: node.isArchived,
    disabled: node.isDisabled,
    stargazers_count: node.stargazerCount,
    forks_count: node.forkCount,
    // REST counts pull requests among the open issues.
    open_issues_count: open,
    created_at: node.createdAt,
    updated_at: node.updatedAt,
    pushed_at: node.pushedAt,
  }
}
