import { GraphAnswerError } from '../graph/graph-errors.ts'
import { type IssueNode, type ItemKind, itemQuestion, type PullRequestNode } from '../graph/item-questions.ts'
import type { Answer } from '../graph/question.ts'
import { type ItemPage, itemPageQuestion } from '../graph/repository-questions.ts'
import {
  closingsOf,
  commentObjects,
  issueObject,
  pullRequestObject,
  reviewObjects,
} from '../objects/rest-objects.ts'
import { CHECKS_MS } from './checked-since.ts'
import type { CodeComments } from './code-comments.ts'
import type { CheckedCommit } from './commit-checks.ts'
import { readTimeline } from './read-timeline.ts'
import type { IdentifiedReading, OfRepository } from './repository-reading.ts'
import { MalformedObjectError, type Seen } from './snapshot-sink.ts'
import { readWorn, type Worn } from './worn.ts'

type Listed = NonNullable<ItemPage['items']['nodes'][number]>

interface ItemsOf {
  readonly kind: ItemKind
  readonly codeComments: CodeComments
}

/** Pages that are read beside one another: GitHub charges a query that is full as much as one that is not. */
const PAGES_AT_ONCE = 3

/**
 * Issues or pull requests, page by page from where the sync stands: when a page and all before it are in the log, the place moves. Throws
 * what asking and appending throw.
 */
export async function readItems(reading: IdentifiedReading, asked: ItemsOf): Promise<void> {
  const pages = itemPages(reading, asked.kind)
  // The first page is asked for together with what the repository is.
  const first = pages.next()
  const worn = reading.identity.then(({ overview }) => readWorn(reading, asked.kind, overview))
  const open: { readonly work: Promise<void>; readonly cursor: string | null }[] = []
  const settle = async () => {
    const page = open.shift()
    await page?.work
    if (page !== undefined && page.cursor !== null) await reading.place.move(asked.kind, page.cursor)
  }
  await Promise.all([first, worn])
  for (let next = await first; next.done !== true; next = await pages.next()) {
    const { items, cursor } = next.value
    const work = readPage(reading, asked, await worn, items)
    // Whoever waits for it in its turn hears of it.
    work.catch(() => undefined)
    open.push({ work, cursor })
    if (open.length === PAGES_AT_ONCE) await settle()
  }
  while (open.length > 0) await settle()
}

interface ListedPage {
  readonly items: readonly Listed[]
  /** GitHub's cursor of its end; null for the last. */
  readonly cursor: string | null
}

async function* itemPages(
  { graph, repository, place, since }: IdentifiedReading,
  kind: ItemKind,
): AsyncGenerator<ListedPage, void, undefined> {
  const order = since === null ? 'created' : 'updated'
  let after = place.cursor(kind)
  for (;;) {
    const { data } = await graph.ask<ItemPage>(itemPageQuestion(repository, { kind, after, order }))
    const { nodes, pageInfo } = data.items
    const listed = nodes.filter((node) => node !== null)
    const items = listed.filter(({ updatedAt }) => since === null || Date.parse(updatedAt) >= since.getTime())
    const isLast = !pageInfo.hasNextPage || items.length < listed.length
    after = isLast ? null : pageInfo.endCursor
    yield { items, cursor: after }
    if (after === null) return
  }
}

async function readPage(
  reading: IdentifiedReading,
  asked: ItemsOf,
  worn: Worn,
  items: readonly Listed[],
): Promise<void> {
  const read = await Promise.all(items.map((item) => readItem(reading, asked, worn, item)))
  reading.count(asked.kind === 'issue' ? 'issues' : 'pull_requests', read.filter(Boolean).length)
}

/** False: it is gone, or what GitHub tells of it is not understood. */
async function readItem(
  reading: IdentifiedReading,
  asked: ItemsOf,
  worn: Worn,
  listed: Listed,
): Promise<boolean> {
  try {
    const { of } = await reading.identity
    const checked = isRecent(reading, listed)
    const { data, askedAt } = await askItem(reading, asked.kind, worn, { ...listed, checked })
    const timeline = await readTimeline(reading.graph, asked.kind, data, checked)
    const labels = data.labels?.nodes.map(({ name }) => name) ?? worn.labelsOf(data) ?? []
    const seen = isPull(data)
      ? await pullSeen(of, asked, data, timeline, labels)
      : issueSeen(of, data, timeline, labels)
    await reading.sink.append(seen, `${of.repository_id}:${data.number}`, askedAt)
    if (isPull(data)) await reading.checks.of(checkedIn(reading, data, timeline))
    return true
  } catch (error) {
    if (error instanceof GraphAnswerError && error.type === 'NOT_FOUND') return false
    if (!(error instanceof MalformedObjectError)) throw error
    reading.failed(asked.kind, error)
    return false
  }
}

/** Checks of what was not touched for longer are not asked for. */
function isRecent({ now }: IdentifiedReading, { updatedAt }: Listed): boolean {
  return Date.parse(updatedAt) >= now().getTime() - CHECKS_MS
}

type Item = IssueNode | PullRequestNode

/** Who was changed after its labels were read is asked for them itself. */
async function askItem(
  { graph }: IdentifiedReading,
  kind: ItemKind,
  worn: Worn,
  listed: Listed & { readonly checked: boolean },
): Promise<Answer<Item>> {
  const { checked } = listed
  if (worn.labelsOf(listed) !== null) {
    const answer = await graph.ask<Item>(itemQuestion(kind, listed.id, { worn: false, checked }))
    if (worn.labelsOf(answer.data) !== null) return answer
  }
  return graph.ask<Item>(itemQuestion(kind, listed.id, { worn: true, checked }))
}

function isPull(item: Item): item is PullRequestNode {
  return 'headRefName' in item
}

/** Its head whatever its age: what was committed long ago may just have been pushed. */
function checkedIn(
  { now }: IdentifiedReading,
  { headRefOid, headRefName, isCrossRepository }: PullRequestNode,
  timeline: Timeline,
): readonly CheckedCommit[] {
  const from = now().getTime() - CHECKS_MS
  const branch = isCrossRepository ? null : headRefName
  return timeline.flatMap(({ checked }) => {
    if (checked?.statusCheckRollup == null) return []
    const { oid: sha, committedDate } = checked
    return sha === headRefOid || Date.parse(committedDate) >= from ? [{ sha, branch, isHead: false }] : []
  })
}

type Timeline = Awaited<ReturnType<typeof readTimeline>>

function issueSeen(of: OfRepository, node: IssueNode, timeline: Timeline, labels: readonly string[]): Seen {
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
  of: OfRepository,
  { codeComments }: ItemsOf,
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
