import { type Answer, ok } from './answer.ts'
import type { RestRequest } from './route.ts'

interface Page<T> {
  readonly items: readonly T[]
  readonly headers: Readonly<Record<string, string>>
}

/** The page that was asked for, 30 entries long unless told otherwise and 100 at most, with the addresses of others. */
export function pageOf<T>(request: RestRequest, items: readonly T[]): Page<T> {
  const size = pageSize(request)
  const number = Math.max(1, positive(request.query.get('page')) ?? 1)
  const last = Math.max(1, Math.ceil(items.length / size))
  const links: string[] = []
  if (number > 1) links.push(linkOf(request, { page: String(Math.min(number - 1, last)) }, 'prev'))
  if (number < last) {
    links.push(linkOf(request, { page: String(number + 1) }, 'next'))
    links.push(linkOf(request, { page: String(last) }, 'last'))
  }
  if (number > 1) links.push(linkOf(request, { page: '1' }, 'first'))
  return {
    items: items.slice((number - 1) * size, number * size),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  }
}

/** A page of a list: only its entries are made into what GitHub shows. */
export function listed<T>(request: RestRequest, items: readonly T[], view: (item: T) => unknown): Answer {
  const page = pageOf(request, items)
  return { ...ok(page.items.map(view)), headers: page.headers }
}

/** The same inside an object that tells how many there are. */
export function counted<T>(
  request: RestRequest,
  key: string,
  items: readonly T[],
  view: (item: T) => unknown,
): Answer {
  const page = pageOf(request, items)
  return { ...ok({ total_count: items.length, [key]: page.items.map(view) }), headers: page.headers }
}

export function pageSize(request: RestRequest): number {
  return Math.min(100, positive(request.query.get('per_page')) ?? 30)
}

export function linkOf(request: RestRequest, changes: Readonly<Record<string, string>>, rel: string): string {
  const query = new URLSearchParams(request.query)
  for (const [key, value] of Object.entries(changes)) query.set(key, value)
  return `<${request.origin}${request.canonicalPath}?${query}>; rel="${rel}"`
}

function positive(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : null
}
