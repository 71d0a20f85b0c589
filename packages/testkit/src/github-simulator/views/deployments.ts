import {
  firstText,
  type GitHubObject,
  numberAt,
  objectAt,
  objectsAt,
  present,
  textAt,
  without,
} from '../fields.ts'
import { fullNameOf } from '../world/github-world.ts'
import type { RepositoryState } from '../world/repository-state.ts'
import { integrationView, userView } from './users.ts'

export function deploymentView(repository: RepositoryState, deployment: GitHubObject): GitHubObject {
  const api = `https://api.github.com/repos/${fullNameOf(repository)}`
  const url = `${api}/deployments/${numberAt(deployment, 'id')}`
  return {
    node_id: `DE_${numberAt(deployment, 'id').toString(36)}`,
    url,
    statuses_url: `${url}/statuses`,
    repository_url: api,
    description: null,
    original_environment: textAt(deployment, 'environment'),
    transient_environment: false,
    production_environment: false,
    ...without(present(deployment), ['performed_via_github_app']),
    payload: deployment.payload ?? {},
    performed_via_github_app: integrationView(objectAt(deployment, 'performed_via_github_app')),
    creator: userView(objectAt(deployment, 'creator')),
  }
}

export function deploymentStatusView(
  repository: RepositoryState,
  deployment: GitHubObject,
  status: GitHubObject,
): GitHubObject {
  const api = `https://api.github.com/repos/${fullNameOf(repository)}`
  const parent = `${api}/deployments/${numberAt(deployment, 'id')}`
  return {
    node_id: `DES_${numberAt(status, 'id').toString(36)}`,
    url: `${parent}/statuses/${numberAt(status, 'id')}`,
    deployment_url: parent,
    repository_url: api,
    environment: textAt(deployment, 'environment'),
    environment_url: '',
    log_url: '',
    target_url: '',
    ...without(present(status), ['performed_via_github_app']),
    description: textAt(status, 'description'),
    performed_via_github_app: integrationView(objectAt(status, 'performed_via_github_app')),
    creator: userView(objectAt(status, 'creator')),
  }
}

export function releaseView(repository: RepositoryState, release: GitHubObject): GitHubObject {
  const id = numberAt(release, 'id')
  const name = fullNameOf(repository)
  const url = `https://api.github.com/repos/${name}/releases/${id}`
  return {
    node_id: `RE_${id.toString(36)}`,
    url,
    html_url: `https://github.com/${name}/releases/tag/${textAt(release, 'tag_name')}`,
    assets_url: `${url}/assets`,
    upload_url: `https://uploads.github.com/repos/${name}/releases/${id}/assets{?name,label}`,
    tarball_url: null,
    zipball_url: null,
    target_commitish: 'main',
    draft: false,
    prerelease: false,
    ...without(present(release), ['short_description_html', 'is_short_description_html_truncated']),
    name: firstText(release.name, release.tag_name),
    author: userView(objectAt(release, 'author')),
    assets: objectsAt(release, 'assets').map((asset) => ({
      label: '',
      digest: null,
      ...present(asset),
      uploader: userView(objectAt(asset, 'uploader')),
    })),
  }
}
