import { z } from 'zod'
import { page } from './answers.ts'
import { time } from './parameters.ts'

const flag = (description: string) =>
  z.enum(['true', 'false'], { error: 'must be true or false' }).default('false').describe(description)

/** What every route with numbers takes: how it came to them, and what is behind them. */
export const proofParameters = {
  explain: flag('With `true`, `explain` says what the numbers mean, and by which SQL they were read.'),
  evidence: flag('With `true`, `evidence` lists the deliveries behind the numbers, oldest first.'),
  evidence_cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,2000}$/, 'must be the next_cursor of an earlier evidence')
    .optional()
    .describe("An earlier answer's `evidence.page.next_cursor`: goes on after it."),
}

export const explanation = z
  .object({
    definition: z.string().describe('What the numbers mean.'),
    page: z.string().nullable().describe('The page of the documentation that says more.'),
    queries: z
      .array(z.object({ name: z.string(), sql: z.string() }))
      .describe(
        'What was asked of ClickHouse, values written out: each works as `query` of `POST /api/v1/sql`.',
      ),
  })
  .meta({ id: 'Explanation' })

/** Where numbers come from beside deliveries. */
const evidenceSources = ['api_calls', 'snapshots', 'commands', 'teams_file'] as const

export const evidence = z
  .object({
    total: z.int().describe('Different deliveries behind the numbers, those on other pages too.'),
    data: z.array(
      z.object({
        guid: z.string().describe('`GET /api/v1/deliveries/{guid}` answers it.'),
        event: z.string(),
        action: z.string().nullable(),
        repository: z.string().nullable(),
        received_at: time,
      }),
    ),
    page,
    elsewhere: z
      .array(
        z.object({
          source: z
            .enum(evidenceSources)
            .describe('`api_calls`, `snapshots` and `commands` are tables for `POST /api/v1/sql`.'),
          total: z.int().nullable().describe('How many of them; null for a file.'),
          ids: z.array(z.string()).describe('Of the first hundred; none of a file.'),
        }),
      )
      .describe(
        'What else is behind the numbers: what no delivery told, and snapshots in which a sync saw what deliveries may have told too.',
      ),
  })
  .meta({ id: 'Evidence' })

/** Members of an answer with numbers. */
export const proven = {
  explain: explanation.optional().describe('With `explain=true`.'),
  evidence: evidence.optional().describe('With `evidence=true`.'),
}
