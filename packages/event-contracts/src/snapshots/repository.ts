import { z } from 'zod'
import { repositoryStateSchema } from '../events/repository.ts'
import { objectLike, ofRepository, taken } from './taken.ts'

/** What GitHub's API tells of a repository. Null: it could not be asked. */
export const repositorySnapshot = z.object({
  ...taken,
  ...ofRepository,
  type: z.literal('repository'),
  /** Bytes of code by language (`GET /repos/{owner}/{repo}/languages`). */
  languages: z.record(z.string().min(1).max(100), z.int().min(0)).nullable(),
  /** Who has commits on the default branch, anonymous authors not among them (`GET …/contributors`). */
  contributors: z.int().min(0).max(0xffff_ffff).nullable(),
  /** The repository itself (`GET /repos/{owner}/{repo}`). */
  details: objectLike(repositoryStateSchema).nullish(),
})

export type RepositorySnapshot = z.output<typeof repositorySnapshot>
