import { RequestError } from '@octokit/request-error'
import type { Endpoints, OctokitResponse } from '@octokit/types'

type ArrayIn<D> = D extends readonly (infer T)[]
  ? T
  : { [K in keyof D]-?: NonNullable<D[K]> extends readonly (infer T)[] ? T : never }[keyof D]

/** What a list route lists, also when the list stands under a name beside its `total_count`. */
export type ItemOf<R> = R extends keyof Endpoints ? ArrayIn<Endpoints[R]['response']['data']> : unknown

export interface Page<T> {
  readonly items: readonly T[]
  /** GitHub's count of all, where the route tells it. */
  readonly total: number | null
  /** The URL of the page after this; null: it is the last. */
  readonly next: string | null
}

/**
 * Follows GitHub's `Link` headers. `@octokit/plugin-paginate-rest` forgets the route's template, and who asks, after
 * the first page, and cannot go on from a page that an earlier process stood at.
 */
export async function* pagesFrom<T>(
  from: string | null,
  ask: (url: string | null) => Promise<OctokitResponse<unknown>>,
): AsyncGenerator<Page<T>, void, undefined> {
  let url = from
  do {
    const response = await answered(() => ask(url))
    if (response === null) return
    url = nextOf(response.headers.link)
    yield { items: itemsOf<T>(response.data), total: totalOf(response.data), next: url }
  } while (url !== null)
}

/** A repository without commits answers a list of them with 409. */
async function answered(
  ask: () => Promise<OctokitResponse<unknown>>,
): Promise<OctokitResponse<unknown> | null> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof RequestError && error.status === 409 && /empty/i.test(error.message)) return null
    throw error
  }
}

function nextOf(link: string | undefined): string | null {
  return /<([^<>]+)>;\s*rel="next"/.exec(link ?? '')?.[1] ?? null
}

function itemsOf<T>(data: unknown): readonly T[] {
  if (Array.isArray(data)) return data
  if (typeof data !== 'object' || data === null) return []
  const list = Object.values(data).find((value) => Array.isArray(value))
  return list ?? []
}

function totalOf(data: unknown): number | null {
  if (typeof data !== 'object' || data === null || !('total_count' in data)) return null
  return typeof data.total_count === 'number' ? data.total_count : null
}
