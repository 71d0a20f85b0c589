import { type Principal, problem } from '@octometer/service-kit'
import { z } from 'zod'
import type { GatewayContext } from '../context.ts'
import { resolveScope } from '../repository-scope.ts'

/** A segment of a path that is not one of its own: `..` would ask GitHub for something else. */
export const pathSegment = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((text) => text !== '.' && text !== '..', 'must be a name')

export const repositoryPlace = z.object({
  owner: pathSegment(100).describe('Login of its owner.'),
  repo: pathSegment(100).describe('Its name; GitHub follows an old one.'),
})

/** Throws a 404 for who may not see it. A repository that no delivery has told of yet is known by its name alone. */
export async function requireVisibleRepository(
  gateway: Pick<GatewayContext, 'repositories'>,
  principal: Principal,
  { owner, repo }: z.output<typeof repositoryPlace>,
): Promise<void> {
  const { repositories } = principal
  if (repositories === null) return
  const name = `${owner}/${repo}`
  if (repositories.some((each) => each.toLowerCase() === name.toLowerCase())) return
  const { unknown } = await resolveScope(gateway, principal, [name])
  if (unknown.length > 0) throw problem(404, 'repository_not_found', `There is no repository ${name}.`)
}
