import { z } from 'zod'
import { taken } from './taken.ts'

/** A hook of ours as GitHub shows it, without anything secret. Appended when it changes. */
export const hookSnapshot = z.object({
  ...taken,
  type: z.literal('hook'),
  /** GitHub's number. */
  hook_id: z.string().regex(/^\d{1,20}$/),
  owner_kind: z.enum(['repository', 'organization']),
  /** `owner/name`, or an organisation's login. */
  owner: z.string().min(1).max(300),
  /** `pull`: it points to nowhere, and what it would deliver is read from GitHub's log. */
  mode: z.enum(['push', 'pull']),
  /** `missing`: GitHub has it no more. `removed`: we took it away. */
  state: z.enum(['present', 'missing', 'removed']),
  /** False: it is to be switched off, by its configuration. */
  is_meant_active: z.boolean(),
  /** What follows is null unless it is present. */
  active: z.boolean().nullable(),
  /** Whether its address is the one that we gave it. */
  is_aimed_here: z.boolean().nullable(),
  url_host: z.string().max(300).nullable(),
  events: z.array(z.string().max(100)).max(200).nullable(),
  content_type: z.string().max(100).nullable(),
  verifies_tls: z.boolean().nullable(),
  /** What its receiver answered last, in GitHub's words; organisations' hooks do not tell it. */
  last_response: z
    .object({
      code: z.int().min(0).max(999).nullable(),
      status: z.string().max(100).nullable(),
      message: z.string().max(300).nullable(),
    })
    .nullable(),
})

export type HookSnapshot = z.output<typeof hookSnapshot>
