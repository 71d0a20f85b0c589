import { z } from 'zod'
import { commandAccepted, freshness } from './answers.ts'
import { commandId } from './counter-commands.ts'
import { time } from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'

export const erasurePhases = ['searching', 'rewriting', 'purging', 'rebuilding', 'clearing', 'done'] as const

export const erasure = z
  .object({
    id: z.uuid().describe('The `command_id` of the request that asked for it.'),
    phase: z
      .enum(erasurePhases)
      .describe(
        'What the person is known by is searched for; the archive is rewritten; the log is purged of what was rewritten; read models are rebuilt; those before them are dropped.',
      ),
    placeholder: z.string().describe('The login that stands in the person’s place: of this erasure alone.'),
    asked_at: time,
    asked_by: z
      .string()
      .describe('Name of the key or subject of the token; empty for the person themselves.'),
    updated_at: time.describe('When it entered its phase.'),
    deliveries: z.int().describe('Archived deliveries that were rewritten.'),
    other_rows: z.int().describe('Snapshots, commands, names and outcomes that were rewritten or forgotten.'),
    messages: z.int().describe('Messages that the log was purged of: the archive holds them.'),
    bucket_entries: z.int().describe('What services keep beside the log, and was rewritten.'),
    read_models: z.int().describe('How many were rebuilt.'),
  })
  .meta({ id: 'Erasure' })

export const erasePerson = defineRoute({
  operationId: 'erasePerson',
  method: 'post',
  path: '/api/v1/people/{login}/erase',
  role: 'admin',
  tag: 'People',
  summary: 'Erase a person',
  description:
    'Appends a command to the log. All that is held of them until then is rewritten for a login that nobody knows: numbers stay. What arrives later is held again. `GET /api/v1/erasures` tells how far it is.',
  pathParameters: z.object({
    login: z
      .string()
      .regex(/^[A-Za-z\d][A-Za-z\d-]{0,99}$/, 'must be a login of GitHub')
      .describe('In any case. Whether it is known is not told.'),
  }),
  query: noParameters,
  body: z.strictObject({ command_id: commandId }),
  status: 202,
  answer: commandAccepted,
  problems: [413, 415],
})

export const listErasures = defineRoute({
  operationId: 'listErasures',
  method: 'get',
  path: '/api/v1/erasures',
  role: 'admin',
  tag: 'People',
  summary: 'Erasures of people, and how far they are',
  description: 'The newest first. Whom they were about is not kept.',
  pathParameters: noParameters,
  query: noParameters,
  status: 200,
  answer: z.object({ data: z.array(erasure), freshness }),
  entries: 'data',
  problems: [],
})
