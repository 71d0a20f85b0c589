import { type BadgeName, badgeFields, type CounterName, type DoraSource } from '@octometer/gateway-api'
import type { Principal } from '@octometer/service-kit'
import { z } from 'zod'
import { ask, type Endpoint } from '../answer-route.ts'
import { listBranchHealthEndpoint } from '../checks/list-branch-health.ts'
import type { GatewayContext } from '../context.ts'
import { getCounterTrendEndpoint } from '../counters/get-counter-trend.ts'
import { getCountersEndpoint } from '../counters/get-counters.ts'
import { getDoraEndpoint } from '../deployments/get-dora.ts'
import { getPullRequestMetricsEndpoint } from '../pull-requests/get-pull-request-metrics.ts'
import type { BadgeContent } from './badge-svg.ts'

const { repository, counter, days, definition, source, label } = badgeFields
const texts = { label: label.optional() }
const of = { ...texts, repository: repository.optional() }
const range = { ...of, days: z.coerce.number().pipe(days).default(30) }

/** What each badge takes, as it stands in its address. */
const badgeParameters = {
  counter: z.strictObject({ ...range, counter }),
  main: z.strictObject({ ...texts, repository }),
  'cycle-time': z.strictObject({ ...range, definition: definition.default('octometer') }),
  'deployment-frequency': z.strictObject({ ...range, source: source.default('deployments') }),
  sparkline: z.strictObject({ ...range, counter }),
} as const satisfies Record<BadgeName, z.ZodObject>

type Asked<Name extends BadgeName> = z.output<(typeof badgeParameters)[Name]>

/** What is wrong with a badge's parameters, by the first of them; null when nothing is. */
export function wrongIn(
  name: BadgeName,
  given: Readonly<Record<string, unknown>>,
): { readonly field: string; readonly why: string } | null {
  const parsed = badgeParameters[name].safeParse(given)
  const [issue] = parsed.error?.issues ?? []
  if (issue === undefined) return null
  if (issue.code === 'unrecognized_keys')
    return { field: issue.keys[0] ?? 'badge', why: `is nothing that ${name} takes` }
  const field = String(issue.path[0] ?? 'badge')
  return { field, why: given[field] === undefined ? `is needed for ${name}` : issue.message }
}

/** What a badge says now. Throws what the routes throw that it asks, and a ZodError for parameters that are none of its. */
export async function readBadge(
  gateway: GatewayContext,
  name: BadgeName,
  given: Readonly<Record<string, string>>,
): Promise<BadgeContent> {
  const content = await readers[name](gateway, given)
  return { ...content, label: label.optional().parse(given.label) ?? content.label }
}

type Reader = (gateway: GatewayContext, given: Readonly<Record<string, string>>) => Promise<BadgeContent>

const readers: Readonly<Record<BadgeName, Reader>> = {
  counter: (gateway, given) => readCounter(gateway, badgeParameters.counter.parse(given)),
  main: (gateway, given) => readMain(gateway, badgeParameters.main.parse(given)),
  'cycle-time': (gateway, given) => readCycle(gateway, badgeParameters['cycle-time'].parse(given)),
  'deployment-frequency': (gateway, given) =>
    readFrequency(gateway, badgeParameters['deployment-frequency'].parse(given)),
  sparkline: (gateway, given) => readSparkline(gateway, badgeParameters.sparkline.parse(given)),
}

// Whoever signed the address was allowed to see what it shows.
const reader: Principal = { name: 'badge', role: 'viewer', repositories: null, via: 'anonymous' }

type Query = Readonly<Record<string, string | undefined>>

async function answerOf<T>(
  gateway: GatewayContext,
  endpoint: Endpoint,
  { path = {}, query }: { readonly path?: Readonly<Record<string, string>>; readonly query: Query },
  schema: z.ZodType<T>,
): Promise<T> {
  const given = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, value)
  const asked = { path, query: given, body: undefined, principal: reader }
  const { answer } = await ask(gateway, endpoint, asked)
  return schema.parse(answer)
}

const DAY_MS = 86_400_000

/** Whole days up to now. */
function lastDays({ now }: GatewayContext, days: number) {
  const until = now()
  return {
    since: new Date(until.getTime() - days * DAY_MS).toISOString(),
    until: until.toISOString(),
  }
}

const whole = new Intl.NumberFormat('en')
const shown = (value: number | null) => (value === null ? 'unknown' : whole.format(value))
const toneOf = (value: unknown) => (value === null ? ('unknown' as const) : ('plain' as const))
const named = (counter: CounterName, days: number) => `${counter.replaceAll('_', ' ')}, ${days} d`

async function readCounter(gateway: GatewayContext, { counter, days, repository }: Asked<'counter'>) {
  const { since, until } = lastDays(gateway, days)
  const query = { window: `${since}..${until}`, repository }
  const answer = z.object({ counters: z.record(z.string(), z.number().nullable()) })
  const { counters } = await answerOf(gateway, getCountersEndpoint, { query }, answer)
  const value = counters[counter] ?? null
  return { label: named(counter, days), value: shown(value), tone: toneOf(value) }
}

async function readMain(gateway: GatewayContext, { repository }: Asked<'main'>): Promise<BadgeContent> {
  const answer = z.object({
    data: z.array(z.object({ branch: z.string(), state: z.enum(['green', 'red']).nullable() })),
  })
  const { data } = await answerOf(gateway, listBranchHealthEndpoint, { query: { repository } }, answer)
  const [health] = data
  const says = { green: ['passing', 'good'], red: ['failing', 'bad'] } as const
  const [value, tone] = health?.state == null ? (['unknown', 'unknown'] as const) : says[health.state]
  return { label: health?.branch ?? 'main', value, tone }
}

async function readCycle(gateway: GatewayContext, { days, repository, definition }: Asked<'cycle-time'>) {
  const query = { ...lastDays(gateway, days), repository, definition }
  const cycle = z.object({ median_seconds: z.number().nullable() })
  const answer = z.object({ numbers: z.object({ phases: z.object({ cycle }) }) })
  const { numbers } = await answerOf(gateway, getPullRequestMetricsEndpoint, { query }, answer)
  const { median_seconds } = numbers.phases.cycle
  const value = median_seconds === null ? 'unknown' : durationText(median_seconds)
  return { label: `median cycle time, ${days} d`, value, tone: toneOf(median_seconds) }
}

async function readFrequency(
  gateway: GatewayContext,
  { days, repository, source }: Asked<'deployment-frequency'>,
) {
  const query = { ...lastDays(gateway, days), repository, source }
  const frequency = z.object({ per_day: z.number().nullable() })
  const answer = z.object({ metrics: z.object({ deployment_frequency: frequency }) })
  const { metrics } = await answerOf(gateway, getDoraEndpoint, { query }, answer)
  const { per_day } = metrics.deployment_frequency
  return { label: frequencyLabels[source], value: rateText(per_day), tone: toneOf(per_day) }
}

const frequencyLabels: Readonly<Record<DoraSource, string>> = {
  deployments: 'deployments',
  releases: 'releases',
  merges: 'merges into main',
}

async function readSparkline(gateway: GatewayContext, { counter, days, repository }: Asked<'sparkline'>) {
  // Of so many days of the calendar, today's among them.
  const { since, until } = lastDays(gateway, days - 1)
  const query = { bucket: 'day', since: days === 1 ? undefined : since, until, repository }
  const answer = z.object({ data: z.array(z.object({ value: z.number().nullable() })) })
  const asked = { path: { name: counter }, query }
  const { data } = await answerOf(gateway, getCounterTrendEndpoint, asked, answer)
  const trend = data.slice(-days).map(({ value }) => value)
  const known = trend.filter((value) => value !== null)
  const sum = known.length === 0 ? null : known.reduce((total, value) => total + value, 0)
  return { label: named(counter, days), value: shown(sum), tone: toneOf(sum), trend }
}

/** `45s`, `6m`, `2.4h`, `1.6d`. */
function durationText(seconds: number): string {
  const [unit, length] =
    seconds < 60 ? ['s', 1] : seconds < 3600 ? ['m', 60] : seconds < 86_400 ? ['h', 3600] : ['d', 86_400]
  const value = seconds / Number(length)
  return `${Number(length) < 3600 ? Math.round(value) : Number(value.toFixed(1))}${unit}`
}

/** By the day, the week or the month, whichever is the first to have one. */
function rateText(perDay: number | null): string {
  if (perDay === null) return 'unknown'
  if (perDay >= 1) return `${Number(perDay.toFixed(1))} a day`
  return perDay * 7 >= 1
    ? `${Number((perDay * 7).toFixed(1))} a week`
    : `${Number((perDay * 30).toFixed(1))} a month`
}
