import { GraphAnswerError } from '../graph/graph-errors.ts'
import { type IssueNode, type ItemKind, itemQuestion, type PullRequestNode } from '../graph/item-questions.ts'
import { type ItemPage, itemPageQuestion, type RepositoryNode } from '../graph/repository-questions.ts'
import type { Answer } from '../graph/question.ts'
import {
  closingsOf,
  commentObjects,
  issueObject,
  pullRequestObject,
  reviewObjects,
} from '../objects/rest-objects.ts'
import type { CodeComments } from './code-comments.ts'
import { readTimeline } from './read-timeline.ts'
import type { IdentifiedReading } from './repository-reading.ts'
import { MalformedObjectError, type Seen } from './snapshot-sink.ts'
import { readWorn, type Worn } from './worn.ts'

type Listed = NonNullable<ItemPage['items']['nodes'][number]>

interface ItemsOf<K extends ItemKind> {
  readonly kind: K
  readonly overview: RepositoryNode
  readonly codeComments: CodeComments
}

/** Issues or pull requests, page by page from where the sync stands: a page is appended, then the place moves. Throws what asking and appending throw. */
export async function readItems(reading: IdentifiedReading, asked: ItemsOf<ItemKind>): Promise<void> {
  const { kind, overview } = asked
  const { place, graph, repository, since } = reading
  const worn = await readWorn(reading, kind, overview, totalOf(kind, overview))
  const order = since === null ? 'created' : 'updated'
  let after = place.cursor(kind)
  for (;;) {
    const { data } = await graph.ask<ItemPage>(itemPageQuestion(repository, { kind, after, order }))
    const { nodes, pageInfo } = data.items
    const listed = nodes.filter((node) => node !== null)
    const changed = listed.filter(({ updatedAt }) => since === null || Date.parse(updatedAt) >= since.getTime())
    const read = await Promise.all(changed.map((item) => readItem(reading, asked, worn, item)))
    reading.count(kind === 'issue' ? 'issues' : 'pull_requests', read.filter(Boolean).length)
    after = pageInfo.endCursor
    if (!pageInfo.hasNextPage || after === null || changed.length < listed.length) return
    await place.move(kind, after)
  }
}

function totalOf(kind: ItemKind, overview: RepositoryNode): number {
  const { issuesOpen, issuesClosed, pullsOpen, pullsClosed, pullsMerged } = overview
  const counts = kind === 'issue' ? [issuesOpen, issuesClosed] : [pullsOpen, pullsClosed, pullsMerged]
  return counts.reduce((sum, { totalCount }) => sum + totalCount, 0)
}

/** False: it is gone, or what GitHub tells of it is not understood. */
async function readItem(
  reading: IdentifiedReading,
  asked: ItemsOf<ItemKind>,
  worn: Worn,
  listed: Listed,
): Promise<boolean> {
  try {
    const { data, askedAt } = await askItem(reading, asked.kind, worn, listed)
    const timeline = await readTimeline(reading.graph, asked.kind, data)
    const labels = data.labels?.nodes.map(({ name }) => name) ?? worn.labelsOf(data) ?? []
    const seen = isPull(data)
      ? await pullSeen(reading, asked, data, timeline, labels)
      : issueSeen(reading, data, timeline, labels)
    await reading.sink.append(seen, `${reading.of.repository_id}:${data.number}`, askedAt)
    reading.count('snapshots', 1)
    return true
  } catch (error) {
    if (error instanceof GraphAnswerError && error.type === 'NOT_FOUND') return false
    if (!(error instanceof MalformedObjectError)) throw error
    reading.failed(asked.kind, error)
    return false
  }
}

type Item = IssueNode | PullRequestNode

/** Who was changed after its labels were read is asked for them itself. */
async function askItem(
  { graph }: IdentifiedReading,
  kind: ItemKind,
  worn: Worn,
  listed: Listed,
): Promise<Answer<Item>> {
  if (worn.labelsOf(listed) !== null) {
    const answer = await graph.ask<Item>(itemQuestion(kind, listed.id, 'lean'))
    if (worn.labelsOf(answer.data) !== null) return answer
  }
  return graph.ask<Item>(itemQuestion(kind, listed.id, 'worn'))
}

function isPull(item: Item): item is PullRequestNode {
  return 'headRefName' in item
}

type Timeline = Awaited<ReturnType<typeof readTimeline>>

function issueSeen(
  { of }: IdentifiedReading,
  node: IssueNode,
  timeline: Timeline,
  labels: readonly string[],
): Seen {
  const assignees = node.assignees?.nodes ?? []
  return {
    type: 'issue',
    ...of,
    issue: issueObject(node, timeline, { labels, assignees }),
    closings: closingsOf(timeline, null),
    comments: commentObjects(timeline),
  }
}

async function pullSeen(
  { of }: IdentifiedReading,
  { codeComments }: ItemsOf<ItemKind>,
  node: PullRequestNode,
  timeline: Timeline,
  labels: readonly string[],
): Promise<Seen> {
  const comments = commentObjects(timeline)
  const reviews = reviewObjects(timeline)
  // A comment on code belongs to a review.
  const mayHave = reviews.length > 0 && (node.totalCommentsCount ?? 1) > comments.length
  return {
    type: 'pull_request',
    ...of,
    pull_request: pullRequestObject(node, timeline, labels),
    reviews,
    closings: closingsOf(timeline, node.mergedAt),
    comments,
    review_comments: mayHave ? await codeComments.of(node.number) : [],
  }
}
