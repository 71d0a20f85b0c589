import { z } from 'zod'

export const taken = {
  /** The snapshot's own id: appended twice, it counts once. */
  snapshot_id: z.string().min(1).max(200),
  /** When GitHub was asked, by GitHub's clock where its answer says the time. */
  taken_at: z.iso.datetime(),
}

export const ofRepository = {
  repository_id: z.int().min(0),
  /** `owner/name` as it was called then. */
  repository: z
    .string()
    .max(300)
    .regex(/^[^/]+\/[^/]+$/),
}

/** What only the sync of a repository asks for. */
export const ofSyncedRepository = {
  ...ofRepository,
  /** As it was then; absent or null: not asked. */
  default_branch: z.string().min(1).max(255).nullish(),
}

/** One of GitHub's objects as its API gave it: it stays whole, and must hold what the schema asks for. */
export function objectLike<S extends z.ZodType>(schema: S) {
  return z.custom<z.input<S>>().superRefine((value, context) => {
    for (const { path, message } of schema.safeParse(value).error?.issues ?? [])
      context.addIssue({ code: 'custom', path: [...path], message })
  })
}
