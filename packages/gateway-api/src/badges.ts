import { z } from 'zod'
import { freshness } from './answers.ts'
import { counterNames } from './counters.ts'
import { cycleTimeNames } from './cycle-times.ts'
import { doraSources } from './dora.ts'
import { repositoryName, timeParameter, wholeNumber } from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'

export const badgeNames = ['counter', 'main', 'cycle-time', 'deployment-frequency', 'sparkline'] as const
export type BadgeName = (typeof badgeNames)[number]

/** What a badge may be asked for; each has some of them. */
export const badgeFields = {
  repository: repositoryName.describe('Of one repository; `main` needs it. All of them unless given.'),
  counter: z
    .enum(counterNames, { error: `must be one of ${counterNames.join(', ')}` })
    .describe('Which counter: `counter` and `sparkline` need it.'),
  days: wholeNumber(1, 366).describe('Of the last so many days; 30 unless given. `main` is as it is now.'),
  definition: z
    .enum(cycleTimeNames, { error: `must be one of ${cycleTimeNames.join(', ')}` })
    .describe('Whose cycle time, of `cycle-time`; `octometer` unless given.'),
  source: z
    .enum(doraSources, { error: `must be one of ${doraSources.join(', ')}` })
    .describe('What counts as a deployment, of `deployment-frequency`; `deployments` unless given.'),
  label: z
    .string()
    .min(1, 'must not be empty')
    .max(40, 'must have at most 40 characters')
    .describe('What stands before the value; what it is, unless given.'),
}

export const createBadge = defineRoute({
  operationId: 'createBadge',
  method: 'post',
  path: '/api/v1/badges',
  role: 'operator',
  tag: 'Badges',
  summary: 'Make the address of a badge',
  description:
    'Answers a signed address below `/badges/`, where the badge is an SVG picture for whoever has the address, without a key. Where OCTO_BADGE_KEY is not set there are no badges, and this is a 409. An address is taken back by its expiry, or all of them by another key.',
  pathParameters: noParameters,
  query: noParameters,
  body: z.strictObject({
    badge: z.enum(badgeNames, { error: `must be one of ${badgeNames.join(', ')}` }),
    repository: badgeFields.repository.optional(),
    counter: badgeFields.counter.optional(),
    days: badgeFields.days.optional(),
    definition: badgeFields.definition.optional(),
    source: badgeFields.source.optional(),
    label: badgeFields.label.optional(),
    expires_at: timeParameter.nullable().default(null).describe('A time to come; null: never.'),
  }),
  status: 201,
  answer: z
    .object({
      path: z.string().describe('With its query: the gateway’s own address goes before it.'),
      expires_at: z.string().nullable(),
      freshness,
    })
    .meta({ id: 'CreatedBadge' }),
  problems: [404, 409, 413, 415],
})
