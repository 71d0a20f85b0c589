import { textAt } from '../fields.ts'
import { ok } from '../http/answer.ts'
import { listed } from '../http/pages.ts'
import type { Route } from '../http/route.ts'
import { fullRepositoryView } from '../views/repositories.ts'
import { userView } from '../views/users.ts'
import { contentsRoute } from './contents.ts'
import { ofRepository, writing } from './of-repository.ts'

const changeable = [
  'description',
  'homepage',
  'private',
  'has_issues',
  'has_projects',
  'has_wiki',
  'default_branch',
  'allow_squash_merge',
  'allow_merge_commit',
  'allow_rebase_merge',
  'allow_auto_merge',
  'delete_branch_on_merge',
  'archived',
]

export const repositoryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo',
    handle: ofRepository((_, repository) => ok(fullRepositoryView(repository))),
  },
  {
    method: 'PATCH',
    path: '/repos/:owner/:repo',
    needs: writing('administration'),
    handle: ofRepository((request, repository, { world, clock }) => {
      const changes = Object.fromEntries(
        Object.entries(request.body).filter(([key]) => changeable.includes(key)),
      )
      const now = new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z')
      const name = textAt(request.body, 'name')
      const [owner] = textAt(repository.object, 'full_name').split('/')
      const renamed = name === '' ? {} : { name, full_name: `${owner}/${name}` }
      world.observe({ ...repository.object, ...changes, ...renamed, updated_at: now }, clock.now())
      return ok(fullRepositoryView(repository))
    }),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/languages',
    handle: ofRepository((_, repository) => ok(repository.languages)),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/contributors',
    handle: ofRepository((request, repository) => {
      const { contributors } = repository
      // GitHub has nothing to say of an empty repository.
      if (contributors.length === 0) return { status: 204 }
      return listed(request, contributors, (one) => ({
        ...userView(one),
        contributions: one.contributions,
      }))
    }),
  },
  contentsRoute,
]
