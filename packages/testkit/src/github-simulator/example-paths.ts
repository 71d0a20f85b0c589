import { textAt } from './fields.ts'
import { fullNameOf, type GitHubWorld } from './world/github-world.ts'
import type { RepositoryState } from './world/repository-state.ts'

/** Operations by GitHub's own name for their path, and paths of this world that they serve. */
export function examplePaths(world: GitHubWorld): ReadonlyMap<string, readonly string[]> {
  // Genuine payloads have several repositories of one name.
  const repositories = [...world.repositories.values()].filter(
    (one) => world.find(fullNameOf(one))?.repository === one,
  )
  const home = (repository: RepositoryState) => `/repos/${fullNameOf(repository)}`
  const logins = [...world.accounts.keys()].map((login) => `/users/${encodeURIComponent(login)}`)
  const paths = new Map<string, readonly string[]>(ofEverybody)
  paths.set('/users/{username}', logins)
  paths.set(
    '/users/{username}/repos',
    logins.map((path) => `${path}/repos`),
  )
  for (const [template, path] of ofRepositories)
    paths.set(
      `/repos/{owner}/{repo}${template}`,
      repositories.map((repository) => `${home(repository)}${path}`),
    )
  for (const [template, keysOf] of ofThings)
    paths.set(
      `/repos/{owner}/{repo}${template}`,
      repositories.flatMap((repository) =>
        [...keysOf(repository)]
          .slice(0, 8)
          .map(
            (key) => `${home(repository)}${template.replace(/\{[^}]+\}/, encodeURIComponent(String(key)))}`,
          ),
      ),
    )
  return paths
}

const ofEverybody: readonly (readonly [string, readonly string[]])[] = [
  ['/user', ['/user']],
  ['/meta', ['/meta']],
  ['/rate_limit', ['/rate_limit']],
  ['/user/repos', ['/user/repos?per_page=100']],
  ['/orgs/{org}/repos', ['/orgs/acme/repos']],
  [
    '/search/issues',
    ['/search/issues?q=repo:acme/service-000+is:pr', '/search/issues?q=is:issue&per_page=100'],
  ],
]

const ofRepositories: readonly (readonly [string, string])[] = [
  ['', ''],
  ['/languages', '/languages'],
  ['/contributors', '/contributors'],
  ['/contents/{path}', '/contents/docs/plan.md'],
  ['/issues', '/issues?state=all&per_page=100'],
  ['/issues/comments', '/issues/comments'],
  ['/labels', '/labels'],
  ['/pulls', '/pulls?state=all&per_page=100'],
  ['/pulls/comments', '/pulls/comments?per_page=100'],
  ['/commits', '/commits?per_page=100'],
  ['/actions/workflows', '/actions/workflows'],
  ['/actions/runs', '/actions/runs?per_page=100'],
  ['/deployments', '/deployments'],
  ['/releases', '/releases'],
]

type Keys = (repository: RepositoryState) => Iterable<string | number>

const shas = (key: 'checkSuites' | 'checkRuns') => (repository: RepositoryState) =>
  [...repository[key].values()].map((one) => textAt(one, 'head_sha'))

const ofThings: readonly (readonly [string, Keys])[] = [
  ['/issues/{issue_number}', ({ issues }) => issues.keys()],
  ['/labels/{name}', ({ labels }) => [...labels.values()].map((label) => textAt(label, 'name'))],
  ['/pulls/{pull_number}', ({ pulls }) => pulls.keys()],
  ['/pulls/{pull_number}/reviews', ({ pulls }) => pulls.keys()],
  ['/pulls/{pull_number}/comments', ({ pulls }) => pulls.keys()],
  ['/pulls/{pull_number}/files', ({ pulls }) => pulls.keys()],
  ['/commits/{ref}', ({ commits }) => commits.keys()],
  ['/commits/{ref}/check-suites', shas('checkSuites')],
  ['/commits/{ref}/check-runs', shas('checkRuns')],
  ['/commits/{ref}/statuses', ({ statuses }) => [...statuses.values()].map((one) => textAt(one, 'sha'))],
  ['/check-suites/{check_suite_id}', ({ checkSuites }) => checkSuites.keys()],
  ['/check-suites/{check_suite_id}/check-runs', ({ checkSuites }) => checkSuites.keys()],
  ['/check-runs/{check_run_id}', ({ checkRuns }) => checkRuns.keys()],
  ['/actions/runs/{run_id}', ({ workflowRuns }) => workflowRuns.keys()],
  ['/actions/runs/{run_id}/jobs', ({ workflowRuns }) => workflowRuns.keys()],
  ['/deployments/{deployment_id}', ({ deployments }) => deployments.keys()],
  ['/deployments/{deployment_id}/statuses', ({ deployments }) => deployments.keys()],
]
