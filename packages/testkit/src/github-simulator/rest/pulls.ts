import { instantAt, objectAt, textAt } from '../fields.ts'
import { notFound, ok } from '../http/answer.ts'
import { listed } from '../http/pages.ts'
import type { RestRequest, Route } from '../http/route.ts'
import { fileView } from '../views/commits.ts'
import { commentView } from '../views/issues.ts'
import { listedPullView, pullView, reviewView } from '../views/pulls.ts'
import { repositoryView } from '../views/repositories.ts'
import { fullNameOf } from '../world/github-world.ts'
import type { PullState, RepositoryState } from '../world/repository-state.ts'
import { ofRepository, reading } from './of-repository.ts'
import { isInState, isSince, newestFirst, ordered } from './order.ts'

const needs = reading('pull_requests')
const one = '/repos/:owner/:repo/pulls/:number'

export const pullRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo/pulls/comments',
    needs,
    handle: ofRepository((request, repository) => {
      const key = request.query.get('sort') === 'updated' ? 'updated_at' : 'created_at'
      const all = [...repository.pulls.values()].flatMap(({ reviewComments }) => [...reviewComments.values()])
      const comments = newestFirst(all, key).filter((one) => isSince(request, one))
      if (request.query.get('direction') !== 'desc') comments.reverse()
      return listed(request, comments, commentView)
    }),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/pulls',
    needs,
    handle: ofRepository((request, repository) => {
      const asked = [...repository.pulls.values()].filter((pull) => isAsked(request, pull))
      const base = repositoryView(repository.object)
      return listed(request, ordered(request, asked), (pull) => listedPullView(repository, pull, base))
    }),
  },
  {
    method: 'GET',
    path: one,
    needs,
    handle: ofPull((_, repository, pull) =>
      ok(pullView(repository, pull, repositoryView(repository.object))),
    ),
  },
  {
    method: 'GET',
    path: `${one}/reviews`,
    needs,
    handle: ofPull((request, repository, pull) => {
      const reviews = [...pull.reviews.values()].sort(
        (first, other) => (instantAt(first, 'submitted_at') ?? 0) - (instantAt(other, 'submitted_at') ?? 0),
      )
      return listed(request, reviews, (review) => reviewView(repository, pull, review))
    }),
  },
  {
    method: 'GET',
    path: `${one}/comments`,
    needs,
    handle: ofPull((request, _, pull) => {
      const comments = newestFirst(pull.reviewComments.values(), 'created_at').reverse()
      return listed(request, comments, commentView)
    }),
  },
  {
    method: 'GET',
    path: `${one}/files`,
    needs,
    handle: ofPull((request, repository, pull) => {
      const sha = textAt(objectAt(pull.object, 'head') ?? {}, 'sha')
      const files = pull.files.length > 0 ? pull.files : invented(pull)
      return listed(request, files, (file) =>
        fileView(fullNameOf(repository), sha, textAt(file, 'filename'), textAt(file, 'status')),
      )
    }),
  },
]

// Payloads tell how many files changed, not which.
function invented({ object, number }: PullState) {
  const count = Math.min(300, Number(object.changed_files ?? 0))
  return Array.from({ length: count }, (_, index) => ({
    filename: `src/change-${number}-${index + 1}.ts`,
    status: 'modified',
  }))
}

type PullHandle = (
  request: RestRequest,
  repository: RepositoryState,
  pull: PullState,
) => ReturnType<typeof ok>

function ofPull(handle: PullHandle) {
  return ofRepository((request, repository) => {
    const pull = repository.pulls.get(Number(request.params.number))
    return pull === undefined ? notFound : handle(request, repository, pull)
  })
}

function isAsked(request: RestRequest, { object }: PullState): boolean {
  const base = request.query.get('base')
  const head = request.query.get('head')
  const sides = { base: objectAt(object, 'base') ?? {}, head: objectAt(object, 'head') ?? {} }
  if (base !== null && textAt(sides.base, 'ref') !== base) return false
  if (head !== null && textAt(sides.head, 'label') !== head) return false
  return isInState(request, object)
}
