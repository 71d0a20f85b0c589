import { notFound, ok } from '../http/answer.ts'
import { listed } from '../http/pages.ts'
import type { RestRequest, Route } from '../http/route.ts'
import { commitView, wholeCommitView } from '../views/commits.ts'
import { defaultBranchOf } from '../world/github-world.ts'
import type { CommitState, RepositoryState } from '../world/repository-state.ts'
import { ofRepository, reading } from './of-repository.ts'

export const commitRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo/commits',
    needs: reading('contents'),
    handle: ofRepository((request, repository, { world }) => {
      const asked = historyOf(repository, request.query.get('sha')).filter((one) => isWithin(request, one))
      return listed(request, asked, (commit) => commitView(world, repository, commit))
    }),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/commits/:ref',
    needs: reading('contents'),
    handle: ofRepository((request, repository, { world }) => {
      const ref = request.params.ref ?? ''
      const commit = repository.commits.get(ref) ?? historyOf(repository, ref)[0]
      return commit === undefined ? notFound : ok(wholeCommitView(world, repository, commit))
    }),
  },
]

/** Commits of the default branch, the newest first: from the one that is named, or from its head. */
export function historyOf(repository: RepositoryState, from: string | null): CommitState[] {
  const history = [...repository.commits.values()].reverse().sort((one, other) => other.at - one.at)
  if (from === null || from === '' || from === defaultBranchOf(repository)) return history
  const first = history.findIndex(({ sha }) => sha === from)
  return first === -1 ? [] : history.slice(first)
}

function isWithin({ query }: RestRequest, { at }: CommitState): boolean {
  const since = Date.parse(query.get('since') ?? '')
  const until = Date.parse(query.get('until') ?? '')
  return !(at < since) && !(at > until)
}
