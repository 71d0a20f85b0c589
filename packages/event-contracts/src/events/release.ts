import { z } from 'zod'
import { githubTime, identifier, user } from './fields.ts'

export const releaseSchema = z.object({
  action: z.string(),
  release: z.object({
    id: identifier,
    tag_name: z.string(),
    name: z.string().nullish(),
    /** The branch or commit that the tag was made from. */
    target_commitish: z.string().default(''),
    draft: z.boolean().default(false),
    prerelease: z.boolean().default(false),
    author: user.nullish(),
    created_at: githubTime.nullish(),
    published_at: githubTime.nullish(),
    /** Older payloads do not have it. */
    updated_at: githubTime.nullish(),
  }),
  repository: z.object({ default_branch: z.string().nullish() }),
})

export type ReleasePayload = z.output<typeof releaseSchema>
