import { useMemo } from 'react'
import type { Entry, Operation } from '../../api/operations.ts'
import { useApiPages } from '../../api/use-api.ts'
import { useFilterParameters } from '../../filters/use-filters.ts'
import {
  alertEntry,
  deploymentEntry,
  failedRunEntry,
  mergeTimeline,
  openedIssueEntry,
  releaseEntry,
  type TimelineEntry,
  type TimelineKind,
  type TimelineSource,
  workEntry,
} from './timeline.ts'

const PAGE = 50
const FAILED = ['failure', 'timed_out', 'startup_failure']

interface TimelineNow {
  /** Undefined until everything that is asked for has been answered. */
  readonly entries: readonly TimelineEntry[] | undefined
  readonly error: Error | null
  /** Asks for what happened before; undefined when that is all, or being asked for. */
  readonly more: (() => void) | undefined
}

/** What happened in the range and repositories of the bar, the newest first, as far as it was asked for. */
export function useTimeline(kinds: readonly TimelineKind[]): TimelineNow {
  const { repository, since, until } = useFilterParameters()
  const query = { repository, since, until, limit: PAGE }
  const shows = (kind: TimelineKind) => kinds.includes(kind)
  const works = {
    code: ['commit'],
    pulls: ['pr_opened', 'pr_merged'],
    issues: ['issue_closed'],
  } as const
  const kind = [
    ...(shows('code') ? works.code : []),
    ...(shows('pulls') ? works.pulls : []),
    ...(shows('issues') ? works.issues : []),
  ]
  const lists = [
    useList('listActivityRecords', { query: { ...query, kind } }, workEntry, kind.length > 0),
    useList('listIssues', { query }, openedIssueEntry, shows('issues')),
    useList('listWorkflowRuns', { query: { ...query, conclusion: FAILED } }, failedRunEntry, shows('ci')),
    useList('listDeployments', { query }, deploymentEntry, shows('deployments')),
    useList('listReleases', { query }, releaseEntry, shows('releases')),
    useList('listAlerts', { query }, alertEntry, shows('alerts')),
  ]
  const isKnown = lists.every(({ source }) => source !== undefined)
  const { entries, behind } = mergeTimeline(lists.flatMap(({ source }) => source ?? []))
  const next = behind === null ? undefined : lists[behind]
  return {
    entries: isKnown ? entries : undefined,
    error: lists.find(({ error }) => error !== null)?.error ?? null,
    more: next?.more,
  }
}

const nothing: TimelineSource = { entries: [], hasMore: false }

function useList<Name extends Operation>(
  name: Name,
  request: Parameters<typeof useApiPages<Name>>[1],
  entryOf: (entry: Entry<Name>) => TimelineEntry,
  enabled: boolean,
) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useApiPages(name, request, {
    enabled,
  })
  const source = useMemo(() => {
    if (!enabled) return nothing
    if (data === undefined) return undefined
    const pages = data.pages as unknown as readonly { readonly data: readonly Entry<Name>[] }[]
    return { entries: pages.flatMap((page) => page.data.map(entryOf)), hasMore: hasNextPage }
  }, [data, enabled, entryOf, hasNextPage])
  return {
    source,
    error: enabled ? error : null,
    more: isFetchingNextPage ? undefined : () => void fetchNextPage(),
  }
}
