import { z } from 'zod'
import { time } from './parameters.ts'

/** How fresh an answer is. */
export const freshness = z
  .object({
    as_of: time.describe('When it was answered.'),
    newest_delivery_at: time.nullable().describe('Receipt of the newest delivery in the archive.'),
    lag_seconds: z
      .number()
      .nullable()
      .describe(
        'Age of the oldest message that is not in these numbers yet; 0 when all are, null when unknown.',
      ),
    completeness: z
      .number()
      .nullable()
      .describe(
        'Of what GitHub delivered in the last 24 hours by its own logs, how much is held, from 0 to 1; null when no log was read.',
      ),
  })
  .meta({ id: 'Freshness' })

export type Freshness = z.output<typeof freshness>

export const page = z
  .object({
    next_cursor: z.string().nullable().describe('Asks for the next page; null on the last one.'),
    limit: z.int(),
  })
  .meta({ id: 'Page' })

export type Page = z.output<typeof page>

/** Many things: one page of them. */
export function listOf<T extends z.ZodType>(entry: T) {
  return z.object({ data: z.array(entry), page, freshness })
}

/** RFC 9457; `code` is for programs, `detail` for people. Some have more members. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    instance: z.string().optional(),
    parameter: z.string().optional().describe('The parameter that is wrong.'),
    field: z.string().optional().describe('The field of the body that is wrong.'),
    service: z.string().optional().describe('The service that did not answer.'),
  })
  .meta({ id: 'Problem' })

/** A command that is in the log now: its effect follows. */
export const commandAccepted = z
  .object({
    command_id: z.uuid(),
    stream_sequence: z.int().describe('Position in the log.'),
    duplicate: z.boolean().describe('The log has a command of this id already: nothing was appended again.'),
    freshness,
  })
  .meta({ id: 'CommandAccepted' })
