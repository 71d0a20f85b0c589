import {
  type CounterName,
  counterNames,
  defineRoute,
  noParameters,
  wholeNumber,
} from '@octometer/gateway-api'
import { z } from 'zod'
import { counterOf } from '../counters/counter-of.ts'
import { requireAllRepositories } from '../counters/move-counters.ts'
import { appendCommand } from '../operations/append-command.ts'
import { resolveScope } from '../repository-scope.ts'
import { compatEndpoint } from './compat-endpoint.ts'
import { monitorCounters } from './monitor-counters.ts'
import { MOST_TREND_HOURS, monitorTrend } from './monitor-trend.ts'

const TAG = 'Seed 000'
const PULLS_CLOSED =
  '`pulls_closed` has the merged ones too, as the seed’s code counts; `/api/v1/counters` keeps them apart.'

const twelve = z.strictObject(
  // Object.fromEntries forgets which keys it was given.
  Object.fromEntries(counterNames.map((name) => [name, z.int()])) as Record<CounterName, z.ZodInt>,
)
const time = z.iso.datetime()

const counters = compatEndpoint(
  defineRoute({
    operationId: 'seed000GetCounters',
    method: 'get',
    path: '/api/monitor/counters',
    role: 'viewer',
    tag: TAG,
    summary: 'The week’s twelve counters',
    description: `Since Monday, or since they were reset. Before any data they are 0. ${PULLS_CLOSED}`,
    pathParameters: noParameters,
    query: noParameters,
    status: 200,
    answer: twelve,
    problems: [],
  }),
  'counters',
  async (gateway, { principal }) =>
    monitorCounters(gateway, await resolveScope(gateway, principal, undefined)),
)

const dashboard = compatEndpoint(
  defineRoute({
    operationId: 'seed000GetDashboard',
    method: 'get',
    path: '/api/monitor/dashboard',
    role: 'viewer',
    tag: TAG,
    summary: 'The counters and whether all is well',
    description: `The same counters, and \`healthy\` when the log and the store answer. ${PULLS_CLOSED}`,
    pathParameters: noParameters,
    query: noParameters,
    status: 200,
    answer: z.strictObject({
      event_counters: twelve,
      timestamp: time,
      status: z.enum(['healthy', 'unhealthy']),
    }),
    problems: [],
  }),
  'counters',
  async (gateway, { principal }) => ({
    event_counters: await monitorCounters(gateway, await resolveScope(gateway, principal, undefined)),
    timestamp: gateway.now().toISOString(),
    // The store has just answered.
    status: gateway.log.isConnected() ? ('healthy' as const) : ('unhealthy' as const),
  }),
)

const trend = compatEndpoint(
  defineRoute({
    operationId: 'seed000GetTrend',
    method: 'get',
    path: '/api/monitor/trend/{counter_name}',
    role: 'viewer',
    tag: TAG,
    summary: 'A counter hour by hour',
    description: `The last \`hours\` hours in UTC, the current one so far: one point for each, at its beginning in Unix seconds. An hour without anything has 0; an hour beyond the retention of trends is missing. ${PULLS_CLOSED}`,
    pathParameters: z.object({ counter_name: z.string().max(64, 'must have at most 64 characters') }),
    query: z.object({
      hours: wholeNumber(1, MOST_TREND_HOURS).default(24).describe('The last so many hours.'),
    }),
    status: 200,
    answer: z.strictObject({
      counter_name: z.string(),
      hours: z.int(),
      data: z.array(z.strictObject({ timestamp: z.number(), value: z.int() })),
    }),
    problems: [404],
  }),
  'counters',
  async (gateway, { path, query, principal }) => {
    const counter = counterOf(path.counter_name)
    const scope = await resolveScope(gateway, principal, undefined)
    return {
      counter_name: counter,
      hours: query.hours,
      data: await monitorTrend(gateway, counter, query.hours, scope),
    }
  },
)

const resetWeekly = compatEndpoint(
  defineRoute({
    operationId: 'seed000ResetWeekly',
    method: 'post',
    path: '/api/monitor/reset-weekly',
    role: 'admin',
    tag: TAG,
    summary: 'Let the week’s counters begin anew',
    description:
      'One command for all twelve: it is in the log when this answers, and shows as soon as it is projected. History stays.',
    pathParameters: noParameters,
    query: noParameters,
    status: 200,
    answer: z.strictObject({ status: z.literal('success'), reset_count: z.int(), timestamp: time }),
    problems: [],
  }),
  'counters',
  async (gateway, { principal }) => {
    requireAllRepositories(principal)
    await appendCommand(gateway, principal, { type: 'counters_reset' })
    return {
      status: 'success' as const,
      reset_count: counterNames.length,
      timestamp: gateway.now().toISOString(),
    }
  },
)

const health = compatEndpoint(
  defineRoute({
    operationId: 'seed000GetHealth',
    method: 'get',
    path: '/api/monitor/health',
    role: null,
    tag: TAG,
    summary: 'Whether the counters and the log are there',
    description: '`counter_manager`: the counters can be read. `webhook_handler`: the log is connected.',
    pathParameters: noParameters,
    query: noParameters,
    status: 200,
    answer: z.strictObject({
      status: z.enum(['healthy', 'unhealthy']),
      services: z.strictObject({
        counter_manager: z.enum(['ready', 'unavailable']),
        webhook_handler: z.enum(['ready', 'unavailable']),
        redis: z.literal('not used'),
      }),
    }),
    problems: [],
  }),
  'counters',
  async (gateway) => {
    const isCounting = await gateway.states.liveGenerationNow('counters').then(
      (generation) => generation !== undefined,
      // A store that does not answer is what is asked for here.
      () => false,
    )
    const isLogged = gateway.log.isConnected()
    const toState = (isReady: boolean) => (isReady ? ('ready' as const) : ('unavailable' as const))
    return {
      status: isCounting && isLogged ? ('healthy' as const) : ('unhealthy' as const),
      services: {
        counter_manager: toState(isCounting),
        webhook_handler: toState(isLogged),
        redis: 'not used' as const,
      },
    }
  },
)

/** Seed 000, a repository monitor. Its POST `/api/monitor/webhook` is ingress's. */
export const seed000Endpoints = [counters, dashboard, trend, resetWeekly, health]
