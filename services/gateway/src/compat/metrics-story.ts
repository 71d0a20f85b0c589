import { defineRoute, noParameters } from '@octometer/gateway-api'
import {
  githubMetricsBodies,
  githubMetricsChecks,
  githubMetricsHeads,
  githubMetricsStory,
  githubMetricsTurns,
} from '@octometer/read-store'
import type { Principal } from '@octometer/service-kit'
import { z } from 'zod'
import type { GatewayContext } from '../context.ts'
import { readLive } from '../live-generation.ts'
import { findPullRequest } from '../pull-requests/one-pull-request.ts'
import { wrongParameter } from '../request-parameters.ts'
import { compatEndpoint } from './compat-endpoint.ts'
import { isoOrNull, isoTime, TAG } from './metrics-parameters.ts'
import { groupEvents, type StoryEvent, toldOf } from './metrics-story-events.ts'

const timeOrNull = z.iso.datetime().nullable()
const conclusion = z.string().nullable()

const story = z.strictObject({
  pr: z.strictObject({
    number: z.int(),
    repository: z.string(),
    title: z.string(),
    state: z.enum(['open', 'closed', 'merged']),
    merged: z.boolean(),
    author: z.string().nullable(),
    created_at: z.iso.datetime(),
    merged_at: timeOrNull,
    closed_at: timeOrNull,
  }),
  events: z.array(
    z.strictObject({
      event_type: z.string(),
      timestamp: z.iso.datetime(),
      description: z.string(),
      name: z.string().optional(),
      conclusion: conclusion.optional(),
      status: z.string().optional(),
      body: z.string().optional(),
      truncated: z.boolean().optional(),
      url: z.string().optional(),
      resolution_time_hours: z.number().optional(),
      commit: z.string().optional(),
      children: z.array(z.strictObject({ name: z.string(), conclusion, status: z.string() })).optional(),
    }),
  ),
  summary: z.strictObject({
    total_commits: z.int(),
    total_reviews: z.int(),
    total_check_runs: z.int(),
    total_comments: z.int(),
  }),
})

const number = z
  .string()
  .regex(/^-?\d{1,15}$/, 'must be a whole number')
  .describe('Number of the pull request.')

const statuses = { wrongParameter: { pr_number: 422 } }
const name = z.string().max(200, 'must have at most 200 characters')

export const storyEndpoint = compatEndpoint(
  defineRoute({
    operationId: 'seed003GetStory',
    method: 'get',
    role: 'viewer',
    tag: TAG,
    summary: 'The story of a pull request',
    description:
      'What happened, by the times that payloads tell, what came within a minute of something under its time. `total_commits` is how many heads were seen. The text of a comment is there while its payload is kept.',
    query: noParameters,
    status: 200,
    answer: story,
    problems: [404, 422],
    path: '/api/metrics/pr-story/{owner}/{name}/{pr_number}',
    pathParameters: z.object({ owner: name, name, pr_number: number }),
  }),
  'pull-requests',
  async (gateway, { path, principal }) =>
    tellStory(gateway, principal, { owner: path.owner, repo: path.name, number: path.pr_number }),
  statuses,
)

interface Named {
  readonly owner: string
  readonly repo: string
  readonly number: string
}

async function tellStory(
  gateway: GatewayContext,
  principal: Principal,
  named: Named,
): Promise<z.output<typeof story>> {
  const wanted = { ...named, number: Number(named.number) }
  // A whole number that none can have is 400, as upstream.
  if (wanted.number <= 0) throw wrongParameter('number', 'must be greater than 0')
  const { pull, repository } = await findPullRequest(gateway, principal, wanted)
  const its = { repository_id: pull.repository_id, number: pull.number }
  const { core } = pull
  const [moments, turns, checks] = await Promise.all([
    gateway.store.query(githubMetricsStory, its),
    gateway.store.query(githubMetricsTurns, its),
    checksOf(gateway, its),
  ])
  const told = [...(await momentEvents(gateway, moments)), ...turns.map(turnEvent)]
  const count = (fits: (type: string) => boolean) => told.filter(({ event_type }) => fits(event_type)).length
  return {
    pr: {
      number: pull.number,
      repository,
      title: core.title,
      state: core.state,
      merged: core.state === 'merged',
      author: core.author,
      created_at: isoTime(core.created_at),
      merged_at: isoOrNull(core.merged_at),
      closed_at: isoOrNull(core.closed_at),
    },
    events: groupEvents([...told, ...checks.events]),
    summary: {
      total_commits: checks.heads,
      total_reviews: count((type) => ['review_approved', 'review_changes', 'review_comment'].includes(type)),
      total_check_runs: checks.events.length,
      total_comments: count((type) => type === 'comment'),
    },
  }
}

interface MomentRow {
  readonly at: string
  readonly action: string
  readonly subject: string
  readonly actor: string | null
  readonly received: string
}

async function momentEvents(gateway: GatewayContext, moments: readonly MomentRow[]): Promise<StoryEvent[]> {
  const times = moments.filter(({ action }) => action === 'comment').map(({ received }) => new Date(received))
  const bodies =
    times.length === 0
      ? []
      : await gateway.store.query(githubMetricsBodies, { event: 'issue_comment', times })
  const said = new Map(bodies.map(({ id, body, cut, url }) => [id, { body, truncated: cut, url }]))
  return moments.flatMap((moment) => {
    const told = toldOf(moment)
    if (told === null) return []
    const [event_type, description] = told
    const words = event_type === 'comment' ? said.get(moment.subject) : undefined
    return [{ event_type, at: Date.parse(moment.at), description, ...words }]
  })
}

interface TurnRow {
  readonly at: string
  readonly action: string
  readonly actor: string | null
  readonly hours: number | null
}

function turnEvent({ at, action, actor, hours }: TurnRow): StoryEvent {
  const who = actor === null ? 'somebody' : `@${actor}`
  const resolved = action === 'resolved'
  return {
    event_type: `thread_${action}`,
    at: Date.parse(at),
    description: resolved ? `${who} resolved a thread` : `${who} took up a thread again`,
    ...(resolved && hours !== null && { resolution_time_hours: hours }),
  }
}

/** The newest check of each name and commit; those of one commit under the time of its last. */
async function checksOf(
  gateway: GatewayContext,
  pull: { readonly repository_id: number; readonly number: number },
): Promise<{ readonly heads: number; readonly events: StoryEvent[] }> {
  const [found] = await gateway.store.query(githubMetricsHeads, { pulls: [pull] })
  const shas = found?.heads ?? []
  if (shas.length === 0) return { heads: 0, events: [] }
  const wanted = { repositories: [pull.repository_id], shas, names: null }
  const checks = await readLive(gateway, 'checks', (generation) =>
    gateway.store.query(githubMetricsChecks, { ...wanted, generation }),
  )
  const last = new Map(checks.map(({ head_sha, at }) => [head_sha, Date.parse(at)]))
  const events = checks.map(({ name: of, status, conclusion: end, head_sha }) => ({
    event_type: 'check_run',
    at: last.get(head_sha) ?? 0,
    description: '',
    check: { name: of, status, conclusion: end, commit: head_sha.slice(0, 7) },
  }))
  return { heads: shas.length, events }
}
