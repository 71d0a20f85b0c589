import type { IssueState, TimelineEntry } from '../world/repository-state.ts'
import { connection, type FieldArguments, type GraphNode } from './connection.ts'

const types = {
  closed: { item: 'CLOSED_EVENT', name: 'ClosedEvent' },
  reopened: { item: 'REOPENED_EVENT', name: 'ReopenedEvent' },
  merged: { item: 'MERGED_EVENT', name: 'MergedEvent' },
} as const

/** What became of an issue or a pull request, oldest first: as far as payloads tell it. */
export function timelineConnection(
  args: FieldArguments,
  issue: IssueState,
  closable: () => GraphNode,
): GraphNode {
  const { itemTypes, since } = args
  const asked = issue.timeline.filter(
    ({ kind, at }) =>
      (!Array.isArray(itemTypes) || itemTypes.includes(types[kind].item)) &&
      (typeof since !== 'string' || Date.parse(at) >= Date.parse(since)),
  )
  const page = connection(args, asked, keyOf, (entry) => eventNode(issue, entry, closable))
  return {
    ...page,
    filteredCount: asked.length,
    totalCount: issue.timeline.length,
    updatedAt: issue.object.updated_at,
  }
}

const keyOf = ({ kind, at }: TimelineEntry) => `${kind}/${at}`

function eventNode(issue: IssueState, entry: TimelineEntry, closable: () => GraphNode): GraphNode {
  const { kind, at } = entry
  return {
    __typename: types[kind].name,
    id: `${types[kind].name}_${issue.number}_${Date.parse(at).toString(36)}`,
    createdAt: at,
    closable,
    ...(kind === 'merged' ? { pullRequest: closable } : {}),
  }
}
