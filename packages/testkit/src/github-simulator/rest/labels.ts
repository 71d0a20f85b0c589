import { type GitHubObject, numberAt, textAt } from '../fields.ts'
import { created, invalid, noContent, notFound, ok } from '../http/answer.ts'
import { listed } from '../http/pages.ts'
import type { RestRequest, Route } from '../http/route.ts'
import { labelView } from '../views/issues.ts'
import { fullNameOf } from '../world/github-world.ts'
import type { RepositoryState } from '../world/repository-state.ts'
import { ofRepository, reading, writing } from './of-repository.ts'

const all = '/repos/:owner/:repo/labels'
const one = `${all}/:name`

export const labelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: all,
    needs: reading('issues'),
    handle: ofRepository((request, { labels }) => listed(request, [...labels.values()], labelView)),
  },
  {
    method: 'POST',
    path: all,
    needs: writing('issues'),
    handle: ofRepository(({ body }, repository) => {
      const name = textAt(body, 'name')
      if (name === '') return invalid('Label', 'name', 'missing_field')
      if (repository.labels.has(name.toLowerCase())) return invalid('Label', 'name', 'already_exists')
      const id = 208_045_946 + repository.labels.size + (repository.id % 1_000) * 1_000
      return created(labelView(put(repository, { id, ...valuesOf(body) }, name)))
    }),
  },
  {
    method: 'GET',
    path: one,
    needs: reading('issues'),
    handle: ofLabel((_, __, label) => ok(labelView(label))),
  },
  {
    method: 'PATCH',
    path: one,
    needs: writing('issues'),
    handle: ofLabel(({ body }, repository, label) => {
      const before = textAt(label, 'name')
      const name = textAt(body, 'new_name') === '' ? before : textAt(body, 'new_name')
      const isTaken = repository.labels.has(name.toLowerCase()) && name.toLowerCase() !== before.toLowerCase()
      if (isTaken) return invalid('Label', 'name', 'already_exists')
      repository.labels.delete(before.toLowerCase())
      return ok(labelView(put(repository, { ...label, ...valuesOf(body) }, name)))
    }),
  },
  {
    method: 'DELETE',
    path: one,
    needs: writing('issues'),
    handle: ofLabel((_, repository, label) => {
      repository.labels.delete(textAt(label, 'name').toLowerCase())
      return noContent
    }),
  },
]

type LabelHandle = (
  request: RestRequest,
  repository: RepositoryState,
  label: GitHubObject,
) => ReturnType<typeof ok>

function ofLabel(handle: LabelHandle) {
  return ofRepository((request, repository) => {
    const label = repository.labels.get((request.params.name ?? '').toLowerCase())
    return label === undefined ? notFound : handle(request, repository, label)
  })
}

function valuesOf(body: GitHubObject): GitHubObject {
  const given = ['color', 'description'].filter((key) => body[key] !== undefined)
  return Object.fromEntries(given.map((key) => [key, body[key]]))
}

function put(repository: RepositoryState, label: GitHubObject, name: string): GitHubObject {
  const url = `https://api.github.com/repos/${fullNameOf(repository)}/labels/${encodeURIComponent(name)}`
  const node = `LA_${numberAt(label, 'id').toString(36)}`
  const made = { color: 'ededed', default: false, ...label, node_id: node, name, url }
  repository.labels.set(name.toLowerCase(), made)
  return made
}
