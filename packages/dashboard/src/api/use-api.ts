import {
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  type UseQueryOptions,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiProblem } from './api-problem.ts'
import { ask } from './ask.ts'
import type { Answer, Operation, Request } from './operations.ts'
import { standingRequest } from './standing-request.ts'

/** So long an answer is as good as new. */
export const FRESH_MS = 2_000

interface ApiOptions {
  /** False: asked only when it becomes true. */
  readonly enabled?: boolean
  /** Asked again when deliveries arrive; true unless given. */
  readonly live?: boolean
  /** False: another request shows nothing until it is answered, for it is about another thing; true unless given. */
  readonly keep?: boolean
}

export type ApiResult<Name extends Operation> = UseQueryResult<Answer<Name>, ApiProblem>

/** The answer of an operation, kept while the next one is fetched, so that nothing jumps. */
export function useApi<Name extends Operation>(
  name: Name,
  request: Request<Name> = {},
  { enabled = true, live = true, keep = true }: ApiOptions = {},
): ApiResult<Name> {
  const options = {
    queryKey: [name, request],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) => ask(name, request, signal),
    ...(keep && { placeholderData: keepPreviousData }),
    enabled,
    meta: { live },
  }
  // The library cannot tell that no answer is a function while it does not know which one it is.
  return useQuery(options as unknown as UseQueryOptions<Answer<Name>, ApiProblem>)
}

type Paged = { readonly data: readonly unknown[]; readonly page: { readonly next_cursor: string | null } }

/** Of a list that is read further down than this many pages nothing is asked again: that would ask for all of them. */
const TOP_PAGES = 2

/** Whether these are the pages of a list of which somebody has seen more than its top. */
export function isReadDown(data: unknown): boolean {
  const pages: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'pages') : undefined
  return Array.isArray(pages) && pages.length > TOP_PAGES
}

/** The pages of a list, each fetched when it is asked for; `table` is what a DataTable needs of them. */
export function useApiPages<Name extends Operation>(
  name: Name,
  request: Request<Name>,
  { enabled = true, live = true }: ApiOptions = {},
) {
  const client = useQueryClient()
  const keyOf = (asked: Request<Name>) => [name, 'pages', asked] as const
  const [standing, setStanding] = useState(() => ({ request, at: Date.now(), choice: 0 }))
  const isDeep = isReadDown(client.getQueryData(keyOf(standing.request)))
  const shown = standingRequest(standing, request, { now: Date.now(), isDeep })
  if (shown !== standing) setStanding(shown)
  const pages = useInfiniteQuery({
    queryKey: keyOf(shown.request),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam === null ? {} : { cursor: pageParam }
      const query = { ...shown.request.query, ...cursor }
      return ask(name, { ...shown.request, query } as Request<Name>, signal)
    },
    getNextPageParam: (last) => (last as unknown as Paged).page.next_cursor,
    placeholderData: keepPreviousData,
    staleTime: ({ state }) => (isReadDown(state.data) ? Number.POSITIVE_INFINITY : FRESH_MS),
    enabled,
    meta: { live },
  })
  const { hasNextPage, isFetching, fetchNextPage } = pages
  const table: TableOfPages = {
    choice: shown.choice,
    onMore: hasNextPage ? () => void (isFetching || fetchNextPage()) : undefined,
    onTop: () => backToTop(client, keyOf(shown.request)),
  }
  return { ...pages, table }
}

interface TableOfPages {
  /** Another number for another list: its table begins at the top. */
  readonly choice: number
  /** Asks for the next page; undefined at the end. */
  readonly onMore: (() => void) | undefined
  /** Who comes back to the top sees what has come since. */
  readonly onTop: () => void
}

function backToTop(client: QueryClient, queryKey: readonly unknown[]): void {
  if (!isReadDown(client.getQueryData(queryKey))) return
  client.setQueryData<InfiniteData<unknown>>(
    queryKey,
    (all) => all && { pages: all.pages.slice(0, 1), pageParams: all.pageParams.slice(0, 1) },
  )
  void client.invalidateQueries({ queryKey, exact: true })
}

/** An operation that changes something. */
export function useCommand<Name extends Operation>(name: Name) {
  return useMutation<Answer<Name>, ApiProblem, Request<Name>>({ mutationFn: (request) => ask(name, request) })
}
