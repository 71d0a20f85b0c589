import { z } from 'zod'
import { freshness } from './answers.ts'
import { defineRoute, noParameters } from './route.ts'

const setting = z
  .object({
    name: z.string().describe('The environment variable.'),
    group: z.string(),
    description: z.string(),
    may_be: z.string(),
    default: z.string().nullable(),
    aliases: z.array(z.string()).describe('Names of the seed systems that are read in its place.'),
    secret: z.boolean().describe('Its value is shown nowhere.'),
    source: z
      .enum(['environment', 'default', 'made'])
      .nullable()
      .describe(
        '`made`: nobody set it, and standalone filled it in; secrets that it made are in OCTO_DATA_DIR. Null: another service reads it, and it is not known here.',
      ),
    set_by: z.string().nullable().describe('The name that it was set under; null where it was not.'),
    value: z
      .string()
      .nullable()
      .describe('In force; null where it is secret, unknown or nothing. Addresses lack user and password.'),
  })
  .meta({ id: 'Setting' })

export const getConfiguration = defineRoute({
  operationId: 'getConfiguration',
  method: 'get',
  path: '/api/v1/configuration',
  role: 'admin',
  tag: 'Administration',
  summary: 'Settings that are in force',
  description:
    'As the gateway found them in its environment when it started: they are changed there, and take another start. Standalone reads all of them; a gateway of its own does not know those of other services.',
  pathParameters: noParameters,
  query: noParameters,
  status: 200,
  answer: z.object({ data: z.array(setting), freshness }).meta({ id: 'Configuration' }),
  entries: 'data',
  problems: [403],
})
