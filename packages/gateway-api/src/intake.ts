import { z } from 'zod'
import { freshness, listOf, page } from './answers.ts'
import { cursor, limit, since, sortedBy, texts, time, until } from './parameters.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'

const count = z.int().nullable()

const completeness = z
  .number()
  .nullable()
  .describe('held ÷ expected, from 0 to 1; null where no log was read, or it lists nothing.')

const counts = {
  expected: count.describe(
    'Deliveries that GitHub’s log lists: a GUID once, in the hour of its first attempt. Null where no log was read.',
  ),
  held: count.describe('Those of them that the archive holds.'),
  recovered: count.describe('Those that it holds because they were fetched from GitHub.'),
  missing: count.describe('expected − held.'),
  completeness,
}

const hook = z.string().describe('`hook:<id>`, or `app:<id>` for a GitHub App.')

export const intakeHour = z
  .object({
    hook,
    hour: time.describe('Its start, in UTC.'),
    ...counts,
    received: z
      .int()
      .describe('Different deliveries that came in this hour, by receipt, whatever any log says.'),
    read_from: time.nullable().describe('The log was read from then, within the hour; null when it was not.'),
    read_until: time.nullable().describe('The log was read up to then, within the hour.'),
    read_at: time.nullable().describe('When it was read last.'),
  })
  .meta({ id: 'IntakeHour' })

const range = {
  hook: texts('`hook:<id>` or `app:<id>`.'),
  since,
  until,
}

export const intakeOrders = {
  hour: 'value',
  hook: 'text',
  expected: 'value',
  held: 'value',
  recovered: 'value',
  missing: 'value',
  completeness: 'value',
  received: 'value',
  read_at: 'value',
} as const

export const listIntake = defineRoute({
  operationId: 'listIntake',
  method: 'get',
  path: '/api/v1/intake',
  role: 'viewer',
  tag: 'Intake',
  summary: 'Completeness per hook and hour',
  description:
    'What GitHub’s delivery logs list, against what the archive holds. Newest hours first, or in the order that `sort` names. Hours of which neither a log nor a delivery is known are left out. Whole hours, 31 days at most; without a range the last 24 hours.',
  pathParameters: noParameters,
  query: z.object({ ...range, ...sortedBy(intakeOrders, 'hour'), limit, cursor, ...proofParameters }),
  status: 200,
  answer: z.object({
    total: z.object(counts).describe('Of the whole range and all these hooks.'),
    data: z.array(intakeHour),
    page,
    ...proven,
    freshness,
  }),
  problems: [403],
})

const missingDelivery = z
  .object({
    hook,
    guid: z.string(),
    event: z.string(),
    action: z.string().nullable(),
    repository: z.string().nullable().describe('Its name now.'),
    repository_id: z.int().nullable(),
    delivered_at: time.describe('The first attempt.'),
    attempts: z.int(),
    status_code: z.int().describe('What the receiver answered to the last attempt; 0 when it did not.'),
  })
  .meta({ id: 'MissingDelivery' })

export const missingDeliveryOrders = {
  delivered_at: 'value',
  event: 'text',
  hook: 'text',
  status_code: 'value',
  attempts: 'value',
} as const

export const listMissingDeliveries = defineRoute({
  operationId: 'listMissingDeliveries',
  method: 'get',
  path: '/api/v1/intake/missing',
  role: 'viewer',
  tag: 'Intake',
  summary: 'Deliveries that GitHub sent and nobody holds',
  description: 'The last delivered first, or in the order that `sort` names; ranges as for the intake.',
  pathParameters: noParameters,
  query: z.object({ ...range, ...sortedBy(missingDeliveryOrders, 'delivered_at'), limit, cursor }),
  status: 200,
  answer: listOf(missingDelivery),
  problems: [403],
})

export const recoverDeliveries = defineRoute({
  operationId: 'recoverDeliveries',
  method: 'post',
  path: '/api/v1/intake/recover',
  role: 'operator',
  tag: 'Intake',
  summary: 'Fetch missing deliveries now',
  description:
    'GitHub’s logs are read, and what they list and nobody holds is fetched, as it is every OCTO_POLL_SECONDS. `GET /api/v1/intake` shows what came of it. 409 where no logs are read.',
  pathParameters: noParameters,
  query: noParameters,
  body: z.strictObject({}),
  status: 202,
  answer: z
    .object({
      state: z
        .enum(['begun', 'follows'])
        .describe('`follows`: logs are being read, and are once more after that.'),
      freshness,
    })
    .meta({ id: 'RecoveryAsked' }),
  problems: [403, 409, 413, 415],
})
