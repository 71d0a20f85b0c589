import type { IncomingMessage } from 'node:http'
import { type Caller, refusalOf } from '../access/caller.ts'
import { isObject } from '../fields.ts'
import type { GitHub } from '../github.ts'
import { restRoutes } from '../rest/routes.ts'
import { fullNameOf } from '../world/github-world.ts'
import { type Answer, notFound, problem } from './answer.ts'
import { findRoute } from './route.ts'

/** A request to the REST API, of a caller who is known and within the limits. */
export interface RestCall {
  readonly method: string
  readonly url: URL
  readonly text: string
  readonly caller: Caller
}

/** `origin` is this server's own address. */
export async function answerRest(
  github: GitHub,
  request: IncomingMessage,
  call: RestCall,
  origin: string,
): Promise<Answer> {
  const { method, url, text, caller } = call
  const path = namedPath(github, url.pathname)
  const found = path === null ? null : findRoute(restRoutes, method, path)
  if (found === null) return notFound
  const refusal = refusalOf(caller, found.route.needs)
  if (refusal !== null) return refusal
  const body: unknown = text === '' ? {} : parsed(text)
  if (!isObject(body)) return problem(400, 'Problems parsing JSON')
  const { params } = found
  const canonicalPath = canonical(github, path ?? '', params)
  const { headers } = request
  const parts = { method, path: path ?? '', canonicalPath, params, query: url.searchParams, headers }
  return found.route.handle({ ...parts, body, caller, origin }, github)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The answer is the same as for JSON that is no object.
    return null
  }
}

/** `/repositories/:id/…` as `/repos/:owner/:repo/…`; null when there is no such repository. */
function namedPath({ world }: GitHub, path: string): string | null {
  const [, id, rest = ''] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? []
  if (id === undefined) return path
  const repository = world.repositories.get(Number(id))
  return repository === undefined ? null : `/repos/${fullNameOf(repository)}${rest}`
}

function canonical({ world }: GitHub, path: string, params: Readonly<Record<string, string>>): string {
  if (params.owner === undefined) return path
  const found = world.find(`${params.owner}/${params.repo}`)
  if (found === null) return path
  const rest = path.split('/').slice(4).join('/')
  return `/repositories/${found.repository.id}${rest === '' ? '' : `/${rest}`}`
}
