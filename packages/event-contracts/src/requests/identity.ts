import { z } from 'zod'
import { githubRequest } from './github-request.ts'

const featureSchema = z.object({
  feature: z.string(),
  /** Null: GitHub does not tell it of such a token. */
  allowed: z.boolean().nullable(),
  /** Scopes or permissions. */
  missing: z.array(z.string()),
  /** Whether the present settings need it. */
  needed: z.boolean(),
})

const identitySchema = z.object({
  /** As what it is configured: `token`, `app`, `installation`. */
  credential: z.enum(['token', 'app', 'installation']),
  /** Who it is at GitHub; null: GitHub does not tell. */
  kind: z.enum(['user', 'app', 'installation']).nullable(),
  name: z.string().nullable(),
  id: z.int().nullable(),
  suspended: z.boolean(),
  expires_at: z.iso.datetime().nullable(),
  features: z.array(featureSchema),
  /** Why GitHub did not tell; null: it did. */
  problem: z.string().nullable(),
})

export type GitHubIdentity = z.output<typeof identitySchema>

/** Who asks GitHub, and what each may not do: none without a token and an App. */
export const identityRequest = githubRequest(
  'identity',
  z.object({}),
  z.object({ identities: z.array(identitySchema) }),
)
