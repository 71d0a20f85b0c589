import { z } from 'zod'

/** GitHub writes times as ISO 8601 with any offset and, in push payloads, as Unix seconds. */
export const githubTime = z
  .union([z.iso.datetime({ offset: true }), z.int().min(0)])
  .transform((value) => new Date(typeof value === 'number' ? value * 1000 : value))

export const identifier = z.int().min(0)

/** `ghost` stands for a deleted account; null for an account that GitHub no longer tells. */
export const user = z
  .object({ login: z.string(), id: identifier, type: z.string().default('User') })
  .nullable()

export const label = z.object({ name: z.string() })

export type GithubUser = z.output<typeof user>

/** The repository's default branch as it was when the payload was made. */
export const repositoryDefault = z.object({ default_branch: z.string().nullish() }).nullish()
