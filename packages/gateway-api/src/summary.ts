import { z } from 'zod'
import { freshness } from './answers.ts'
import { counts, historyField, unknownRepositories } from './counters.ts'
import { repository, time } from './parameters.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'

const unlessUnknown = z.int().nullable()
const week = z.object({ since: time, until: time, counters: counts })

const summary = z
  .object({
    week: week.describe('From Monday to the end of the current day, in the server’s time zone.'),
    previous_week: week.describe('The whole week before.'),
    history_since: historyField,
    pull_requests: z.object({ open: unlessUnknown }),
    deliveries: z.object({
      last_24_hours: unlessUnknown.describe('Different GUIDs; null before any data.'),
      newest: z
        .object({ received_at: time, guid: z.string(), event: z.string(), repository: z.string().nullable() })
        .nullable(),
    }),
    dead_letters: z.object({ open: z.int() }),
    unknown_repositories: unknownRepositories,
    ...proven,
    freshness,
  })
  .meta({ id: 'Summary' })

export const getSummary = defineRoute({
  operationId: 'getSummary',
  method: 'get',
  path: '/api/v1/summary',
  role: 'viewer',
  tag: 'Counters',
  summary: 'The overview',
  description:
    'The counters of this week and of the one before, open pull requests, what was received and what was rejected. A part whose read model is not built yet is null.',
  pathParameters: noParameters,
  query: z.object({ repository, ...proofParameters }),
  status: 200,
  answer: summary,
  problems: [],
})
