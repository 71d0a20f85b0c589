import { z } from 'zod'

// A GitHub token starts with a known prefix or is 40 hex digits; a hash of one is 64. A caller who mistakes
// the two must hear of it before anything is stored.
const looksLikeToken = /(gh[pousr]_|github_pat_|^v1\.)[A-Za-z0-9_]|^[0-9a-f]{40}$/i

const safeText = (maximum: number) =>
  z
    .string()
    .min(1)
    .max(maximum)
    .refine((text) => !looksLikeToken.test(text), 'looks like a token: send its SHA-256 instead')

const count = z.int().min(0).max(0xffff_ffff)

/** One call of GitHub's API, by us or by another program. Times are ISO 8601; `cost` in points of its resource. */
export const apiCallSchema = z.strictObject({
  call_id: safeText(200),
  at: z.iso.datetime({ offset: true }),
  token_hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the token, 64 lower-case hex digits'),
  resource: safeText(64),
  method: z.enum(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS']),
  route: safeText(300),
  status: z.int().min(0).max(999),
  cached: z.boolean(),
  cost: count.nullable().default(null),
  limit: count.nullable().default(null),
  remaining: count.nullable().default(null),
  reset_at: z.iso.datetime({ offset: true }).nullable().default(null),
  duration_ms: z.number().min(0).max(86_400_000).nullable().default(null),
  delivery_id: safeText(200).nullable().default(null),
})

export type ApiCall = z.output<typeof apiCallSchema>
