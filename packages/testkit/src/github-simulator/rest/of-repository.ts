import { maySee } from '../access/caller.ts'
import type { GitHub } from '../github.ts'
import { type Answer, notFound, problem } from '../http/answer.ts'
import type { RestRequest, Route } from '../http/route.ts'
import type { RepositoryState } from '../world/repository-state.ts'

type Handle = (request: RestRequest, repository: RepositoryState, github: GitHub) => Answer | Promise<Answer>

/**
 * Handles a request for `/repos/:owner/:repo`: 404 for what is not there or not to be seen, and a redirect to the
 * repository's id for an old name.
 */
export function ofRepository(handle: Handle): Route['handle'] {
  return (request, github) => {
    const found = github.world.find(`${request.params.owner}/${request.params.repo}`)
    if (found === null || !maySee(request.caller, found.repository)) return notFound
    if (found.current) return handle(request, found.repository, github)
    const rest = request.path.split('/').slice(4).join('/')
    const query = request.query.size === 0 ? '' : `?${request.query}`
    const path = `/repositories/${found.repository.id}${rest === '' ? '' : `/${rest}`}`
    const url = `${request.origin}${path}${query}`
    const status = request.method === 'GET' ? 301 : 307
    const message = status === 301 ? 'Moved Permanently' : 'Temporary Redirect'
    return { ...problem(status, message, { url }), headers: { location: url } }
  }
}

/** Needs of a route that reads what a private repository holds. */
export const reading = (permission: string) =>
  ({ scopes: ['repo', 'public_repo'], permission, level: 'read' }) as const
export const writing = (permission: string) =>
  ({ scopes: ['repo', 'public_repo'], permission, level: 'write' }) as const
