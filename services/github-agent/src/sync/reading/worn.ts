import type { ItemKind } from '../graph/item-questions.ts'
import { type ItemPage, itemPageQuestion, type RepositoryNode } from '../graph/repository-questions.ts'
import type { RepositoryReading } from './repository-reading.ts'

/** Which issues or pull requests wear which labels, as far as that is known without asking each. */
export interface Worn {
  /** Names of its labels; null: it must be asked itself. */
  labelsOf(item: { readonly id: string; readonly updatedAt: string }): readonly string[] | null
}

/** Every item has to be asked itself. */
const unknown: Worn = { labelsOf: () => null }

/** Clocks differ by so much, and what changes while labels are read is asked itself. */
const SLACK_MS = 300_000

/**
 * Asks each label who wears it where that is cheaper than asking each item: a connection for each label and hundred wearers, not one for
 * each item. Throws what asking throws.
 */
export async function readWorn(
  reading: RepositoryReading,
  kind: ItemKind,
  overview: RepositoryNode,
): Promise<Worn> {
  const { labels } = overview
  if (reading.since !== null || labels === null || labels.pageInfo.hasNextPage) return unknown
  // Who is assigned is asked in the same way.
  if (labels.nodes.length + (kind === 'issue' ? 1 : 0) >= totalOf(kind, overview)) return unknown
  const settled = reading.now().getTime() - SLACK_MS
  const [assigned, ...wearers] = await Promise.all([
    kind === 'issue' ? idsOf(reading, kind, { assigned: true }) : [],
    ...labels.nodes.map(({ name }) => idsOf(reading, kind, { label: name })),
  ])
  const names = new Map<string, string[]>()
  for (const [index, { name }] of labels.nodes.entries())
    for (const id of wearers[index] ?? []) names.set(id, [...(names.get(id) ?? []), name])
  const isAssigned = new Set(assigned)
  return {
    labelsOf: ({ id, updatedAt }) =>
      isAssigned.has(id) || Date.parse(updatedAt) >= settled ? null : (names.get(id) ?? []),
  }
}

function totalOf(kind: ItemKind, overview: RepositoryNode): number {
  const { issuesOpen, issuesClosed, pullsOpen, pullsClosed, pullsMerged } = overview
  const counts = kind === 'issue' ? [issuesOpen, issuesClosed] : [pullsOpen, pullsClosed, pullsMerged]
  return counts.reduce((sum, { totalCount }) => sum + totalCount, 0)
}

async function idsOf(
  { graph, repository }: RepositoryReading,
  kind: ItemKind,
  of: { readonly label: string } | { readonly assigned: true },
): Promise<readonly string[]> {
  const ids: string[] = []
  let after: string | null = null
  do {
    const question = itemPageQuestion(repository, { kind, after, order: 'created', ...of })
    const { data } = await graph.ask<ItemPage>(question)
    const { nodes, pageInfo }: ItemPage['items'] = data.items
    ids.push(...nodes.flatMap((node) => node?.id ?? []))
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
  } while (after !== null)
  return ids
}
