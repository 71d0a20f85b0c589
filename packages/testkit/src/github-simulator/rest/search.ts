import { maySee } from '../access/caller.ts'
import { type GitHubObject, instantAt } from '../fields.ts'
import { ok, problem } from '../http/answer.ts'
import { pageOf } from '../http/pages.ts'
import type { RestRequest, Route } from '../http/route.ts'
import { issueView, pullAsIssueView } from '../views/issues.ts'
import { fullNameOf, type GitHubWorld } from '../world/github-world.ts'
import type { IssueState, PullState, RepositoryState } from '../world/repository-state.ts'

interface Found {
  readonly repository: RepositoryState
  readonly issue: IssueState | PullState
}

const mostFound = 1_000

export const searchRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/search/issues',
    handle(request, { world }) {
      const query = request.query.get('q') ?? ''
      const terms = query.split(/\s+/).filter((term) => term !== '')
      const unknown = terms.find((term) => !known.test(term))
      if (terms.length === 0 || unknown !== undefined)
        return problem(422, 'Validation Failed', {
          errors: [{ resource: 'Search', field: 'q', code: 'invalid' }],
        })
      const found = search(world, request, terms)
      const page = pageOf(request, found.slice(0, mostFound))
      const body = { total_count: found.length, incomplete_results: false, search_type: 'lexical' }
      return { ...ok({ ...body, items: page.items.map(viewOf) }), headers: page.headers }
    },
  },
]

const known = /^(repo|is|state|updated|created):\S+$/

function search(world: GitHubWorld, { caller }: RestRequest, terms: readonly string[]): Found[] {
  const seen = [...world.repositories.values()].filter((repository) => maySee(caller, repository))
  const all = seen.flatMap((repository) =>
    [...repository.issues.values(), ...repository.pulls.values()].map((issue) => ({ repository, issue })),
  )
  return all.filter((one) => terms.every((term) => isMeant(one, term)))
}

function isMeant({ repository, issue }: Found, term: string): boolean {
  const [name = '', ...rest] = term.split(':')
  const value = rest.join(':')
  if (name === 'repo') return fullNameOf(repository).toLowerCase() === value.toLowerCase()
  if (name === 'updated' || name === 'created') return isTimely(issue.object, `${name}_at`, value)
  if (value === 'pr') return 'reviews' in issue
  if (value === 'issue') return !('reviews' in issue)
  if (value === 'merged') return typeof issue.object.merged_at === 'string'
  return issue.object.state === value
}

function isTimely(object: GitHubObject, key: string, range: string): boolean {
  const at = instantAt(object, key) ?? 0
  const edge = Date.parse(range.replace(/^[<>]=?/, ''))
  return range.startsWith('<') ? at <= edge : at >= edge
}

function viewOf({ repository, issue }: Found): GitHubObject {
  const view = 'reviews' in issue ? pullAsIssueView(repository, issue) : issueView(repository, issue)
  return { ...view, score: 1 }
}
