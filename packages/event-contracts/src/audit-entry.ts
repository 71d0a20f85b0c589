import { z } from 'zod'

/** By what somebody was known: a key, a token, a browser's session over one of these, or nothing. */
const auditCredentials = ['key', 'jwt', 'session', 'anonymous'] as const

/** Who asked for a change from where, and what became of it. What was sent is never in it, but what its route names as fit to be shown. */
export const auditEntrySchema = z.object({
  /** Name of the key or subject of the token; null: nobody was known. */
  who: z.string().max(200).nullable(),
  via: z.enum(auditCredentials).nullable(),
  /** As the trusted proxies let it be known; null: it is not known. */
  address: z.string().max(100).nullable(),
  /** Method and route: `DELETE /api/v1/keys/{name}`. */
  action: z.string().min(1).max(200),
  parameters: z.record(z.string().max(100), z.string().max(500)),
  /** HTTP status of the answer. */
  status: z.int().min(100).max(599),
  /** How many requests this tells of: refused ones that are alike are told together. */
  count: z.int().min(1),
})

export type AuditEntry = z.output<typeof auditEntrySchema>
