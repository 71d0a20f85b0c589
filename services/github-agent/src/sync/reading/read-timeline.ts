import type { GraphAsker } from '../graph/graph-asker.ts'
import { type ItemKind, type Timeline, timelineQuestion } from '../graph/item-questions.ts'
import type { WholeTimeline } from '../objects/rest-objects.ts'

/** A timeline to its end, from its first page on; `checked`: as it was asked for. Throws what asking throws. */
export async function readTimeline(
  graph: GraphAsker,
  kind: ItemKind,
  { id, timelineItems }: { readonly id: string; readonly timelineItems: Timeline },
  checked: boolean,
): Promise<WholeTimeline> {
  const nodes = [...timelineItems.nodes]
  let { pageInfo } = timelineItems
  while (pageInfo.hasNextPage && pageInfo.endCursor !== null) {
    const question = timelineQuestion(kind, id, { after: pageInfo.endCursor, checked })
    const { data } = await graph.ask<{ readonly timelineItems: Timeline }>(question)
    nodes.push(...data.timelineItems.nodes)
    pageInfo = data.timelineItems.pageInfo
  }
  return nodes.filter((node) => node !== null)
}
