import { notFound, ok } from '../http/answer.ts'
import { listed } from '../http/pages.ts'
import type { Route } from '../http/route.ts'
import { deploymentStatusView, deploymentView, releaseView } from '../views/deployments.ts'
import { ofRepository, reading } from './of-repository.ts'
import { newestFirst } from './order.ts'

const needs = reading('deployments')
const all = '/repos/:owner/:repo/deployments'

export const deploymentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: all,
    needs,
    handle: ofRepository((request, repository) => {
      const filters = ['sha', 'ref', 'task', 'environment']
      const asked = newestFirst(repository.deployments.values(), 'created_at').filter((deployment) =>
        filters.every((key) => !request.query.has(key) || deployment[key] === request.query.get(key)),
      )
      return listed(request, asked, (one) => deploymentView(repository, one))
    }),
  },
  {
    method: 'GET',
    path: `${all}/:id`,
    needs,
    handle: ofRepository((request, repository) => {
      const deployment = repository.deployments.get(Number(request.params.id))
      return deployment === undefined ? notFound : ok(deploymentView(repository, deployment))
    }),
  },
  {
    method: 'GET',
    path: `${all}/:id/statuses`,
    needs,
    handle: ofRepository((request, repository) => {
      const id = Number(request.params.id)
      const deployment = repository.deployments.get(id)
      if (deployment === undefined) return notFound
      const statuses = newestFirst(repository.deploymentStatuses.get(id)?.values() ?? [], 'created_at')
      return listed(request, statuses, (one) => deploymentStatusView(repository, deployment, one))
    }),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/releases',
    needs: reading('contents'),
    handle: ofRepository((request, repository) =>
      listed(request, newestFirst(repository.releases.values(), 'created_at'), (one) =>
        releaseView(repository, one),
      ),
    ),
  },
]
