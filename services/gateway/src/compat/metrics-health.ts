import { defineRoute, noParameters } from '@octometer/gateway-api'
import { z } from 'zod'
import { programVersion } from '../operations/version.ts'
import { compatEndpoint } from './compat-endpoint.ts'
import { TAG } from './metrics-parameters.ts'

export const metricsHealthEndpoint = compatEndpoint(
  defineRoute({
    operationId: 'seed003GetHealth',
    method: 'get',
    path: '/health',
    role: null,
    tag: TAG,
    summary: 'Whether the store answers',
    description: '`degraded` while the store or the log does not; `database` is the store. Always 200.',
    pathParameters: noParameters,
    query: noParameters,
    status: 200,
    answer: z.strictObject({
      status: z.enum(['healthy', 'degraded']),
      database: z.boolean(),
      version: z.string(),
    }),
    problems: [],
  }),
  'deliveries',
  async (gateway) => {
    const database = await gateway.store.ping().then(
      () => true,
      // A store that does not answer is what is asked for here.
      () => false,
    )
    const status = database && gateway.log.isConnected() ? ('healthy' as const) : ('degraded' as const)
    return { status, database, version: programVersion }
  },
)
