import { type GitHubObject, objectsAt, textAt } from '../fields.ts'
import { notFound, ok } from '../http/answer.ts'
import { listed } from '../http/pages.ts'
import type { RestRequest, Route } from '../http/route.ts'
import { commentView, issueView, pullAsIssueView } from '../views/issues.ts'
import type { IssueState, PullState, RepositoryState } from '../world/repository-state.ts'
import { ofRepository, reading } from './of-repository.ts'
import { isInState, isSince, newestFirst, ordered } from './order.ts'

export const issueRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo/issues',
    needs: reading('issues'),
    handle: ofRepository((request, repository) => {
      const all: (IssueState | PullState)[] = [...repository.issues.values(), ...repository.pulls.values()]
      const asked = all.filter(({ object }) => isAsked(request, object))
      return listed(request, ordered(request, asked), (one) => viewOf(repository, one))
    }),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/issues/:number',
    needs: reading('issues'),
    handle: ofRepository((request, repository) => {
      const number = Number(request.params.number)
      const issue = repository.issues.get(number) ?? repository.pulls.get(number)
      return issue === undefined ? notFound : ok(viewOf(repository, issue))
    }),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/issues/comments',
    needs: reading('issues'),
    handle: ofRepository((request, repository) => {
      const key = request.query.get('sort') === 'updated' ? 'updated_at' : 'created_at'
      const comments = newestFirst(repository.comments.values(), key).filter((one) => isSince(request, one))
      if (request.query.get('direction') !== 'desc') comments.reverse()
      return listed(request, comments, commentView)
    }),
  },
]

function viewOf(repository: RepositoryState, issue: IssueState | PullState): GitHubObject {
  return 'reviews' in issue ? pullAsIssueView(repository, issue) : issueView(repository, issue)
}

function isAsked(request: RestRequest, object: GitHubObject): boolean {
  const labels = request.query.get('labels')?.split(',') ?? []
  const worn = objectsAt(object, 'labels').map((label) => textAt(label, 'name').toLowerCase())
  const isLabelled = labels.every((label) => worn.includes(label.toLowerCase()))
  return isLabelled && isInState(request, object) && isSince(request, object)
}
