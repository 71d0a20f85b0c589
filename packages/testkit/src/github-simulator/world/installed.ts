import type { InstallationState } from '../access/apps.ts'
import type { GitHubWorld } from './github-world.ts'
import type { RepositoryState } from './repository-state.ts'

/** The repositories that an installation was given. */
export function repositoriesOf(world: GitHubWorld, installation: InstallationState): RepositoryState[] {
  const { repositoryIds } = installation
  return world
    .owner(installation.account)
    .filter(({ id }) => repositoryIds === null || repositoryIds.includes(id))
}
