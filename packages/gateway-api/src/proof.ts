import { z } from 'zod'
import { page } from './answers.ts'
import { time } from './parameters.ts'

const flag = (description: string) =>
  z.enum(['true', 'false'], { error: 'must be true or false' }).default('false').describe(description)

/** What every route with numbers takes that says how it came to them. */
export const explainParameters = {
  explain: flag('With `true`, `explain` says what the numbers mean, and by which SQL they were read.'),
}

/** The same of a route that also shows the deliveries behind its numbers. */
export const proofParameters = {
  ...explainParameters,
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
  })
  .meta({ id: 'Evidence' })

/** Members of an answer that is explained. */
export const explained = { explain: explanation.optional().describe('With `explain=true`.') }

/** Of one that is also proven. */
export const proven = { ...explained, evidence: evidence.optional().describe('With `evidence=true`.') }
