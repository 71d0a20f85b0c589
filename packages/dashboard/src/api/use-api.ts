import {
  keepPreviousData,
  type UseQueryOptions,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
} from '@tanstack/react-query'
import type { ApiProblem } from './api-problem.ts'
import { ask } from './ask.ts'
import type { Answer, Operation, Request } from './operations.ts'

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

/** The pages of a list, each fetched when it is asked for by `fetchNextPage`. */
export function useApiPages<Name extends Operation>(
  name: Name,
  request: Request<Name>,
  { enabled = true, live = true }: ApiOptions = {},
) {
  return useInfiniteQuery({
    queryKey: [name, 'pages', request],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam === null ? {} : { cursor: pageParam }
      return ask(name, { ...request, query: { ...request.query, ...cursor } } as Request<Name>, signal)
    },
    getNextPageParam: (last) => (last as unknown as Paged).page.next_cursor,
    placeholderData: keepPreviousData,
    enabled,
    meta: { live },
  })
}

/** An operation that changes something. */
export function useCommand<Name extends Operation>(name: Name) {
  return useMutation<Answer<Name>, ApiProblem, Request<Name>>({ mutationFn: (request) => ask(name, request) })
}
