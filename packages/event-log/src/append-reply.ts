import type { Msg } from '@nats-io/transport-node'
import { z } from 'zod'
import type { ApiError } from './jetstream-errors.ts'

const errorSchema = z.object({ code: z.number(), err_code: z.number(), description: z.string() })
const acknowledgementSchema = z.object({
  stream: z.string(),
  seq: z.int().min(1),
  duplicate: z.boolean().optional(),
  count: z.int().optional(),
})

/** The server's answer to an append. `absent`: no stream listened to the subject at that moment. */
export type AppendReply =
  | {
      readonly kind: 'stored'
      readonly stream: string
      readonly sequence: number
      readonly duplicate: boolean
      readonly count: number
    }
  | { readonly kind: 'refused'; readonly error: ApiError }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable' }

export function parseReply(message: Msg): AppendReply {
  if (message.headers?.code === 503) return { kind: 'absent' }
  let body: unknown
  try {
    body = JSON.parse(message.string())
  } catch {
    return { kind: 'unreadable' }
  }
  const refused = z.object({ error: errorSchema }).safeParse(body)
  if (refused.success) return { kind: 'refused', error: refused.data.error }
  const stored = acknowledgementSchema.safeParse(body)
  if (!stored.success) return { kind: 'unreadable' }
  const { stream, seq, duplicate = false, count = 1 } = stored.data
  return { kind: 'stored', stream, sequence: seq, duplicate, count }
}
