import type { IncomingHttpHeaders } from 'node:http'
import type { Caller } from '../access/caller.ts'
import type { GitHubObject } from '../fields.ts'
import type { GitHub } from '../github.ts'
import type { Answer } from './answer.ts'

export interface RestRequest {
  readonly method: string
  /** As it was asked, without the query. */
  readonly path: string
  /** As GitHub writes it in links: a repository by its id. */
  readonly canonicalPath: string
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: GitHubObject
  readonly caller: Caller
  /** Of this server: `http://127.0.0.1:1234`. */
  readonly origin: string
}

/** What a token must be allowed to do; without it everybody may who may see the repository. */
export interface Needs {
  /** Of a classic token: any of these will do. */
  readonly scopes: readonly string[]
  /** Of a fine-grained token and of an installation. */
  readonly permission: string
  readonly level: 'read' | 'write'
}

export interface Route {
  readonly method: string
  /** Segments that begin with a colon are parameters; the last may be `*name`, which takes all that is left. */
  readonly path: string
  readonly needs?: Needs
  handle(request: RestRequest, github: GitHub): Answer | Promise<Answer>
}

export interface FoundRoute {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/** Finds a route by method and path. Where several fit, the one with fewer parameters is meant. */
export function findRoute(routes: readonly Route[], method: string, path: string): FoundRoute | null {
  const segments = path.split('/').slice(1)
  let best: FoundRoute | null = null
  for (const route of routes) {
    if (route.method !== method) continue
    const params = matched(route.path.split('/').slice(1), segments)
    if (params === null) continue
    if (best === null || Object.keys(params).length < Object.keys(best.params).length)
      best = { route, params }
  }
  return best
}

function matched(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    if (part.startsWith('*')) {
      params[part.slice(1)] = segments.slice(index).map(decoded).join('/')
      return params
    }
    const segment = segments[index]
    if (segment === undefined || segment === '') return null
    if (part.startsWith(':')) params[part.slice(1)] = decoded(segment)
    else if (part !== segment) return null
  }
  return segments.length === pattern.length ? params : null
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    // What is no encoding stands for itself.
    return segment
  }
}
