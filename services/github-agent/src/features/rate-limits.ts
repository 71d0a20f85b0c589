import { randomUUID } from 'node:crypto'
import type { ApiCall, rateLimitsRequest } from '@octometer/event-contracts'
import type { Budget, GitHubClient } from '@octometer/github-client'
import type { z } from 'zod'
import type { AgentWork } from '../agent-work.ts'
import { NoCredentialError } from '../errors.ts'
import type { Clients } from '../github/clients.ts'

type Answer = z.input<(typeof rateLimitsRequest)['answer']>

/** What is kept when somebody asks for it to be kept. */
const TRACKED: ReadonlySet<string> = new Set(['core', 'search', 'graphql'])

/** What is left of the limits of the token, or of each installation of the App. Asking costs nothing of them. */
export async function readRateLimits(
  { clients, appender, clock }: Pick<AgentWork, 'clients' | 'appender' | 'clock'>,
  { track }: z.output<(typeof rateLimitsRequest)['request']>,
  signal: AbortSignal,
): Promise<Answer> {
  const asking = await clientsWithLimits(clients, signal)
  if (asking.length === 0) {
    throw new NoCredentialError('github-agent has no OCTO_GITHUB_TOKEN, and no App that is installed')
  }
  const budgets = (await Promise.all(asking.map((client) => budgetsOf(client, signal)))).flat()
  if (track) {
    const tracked = budgets.filter(({ resource }) => TRACKED.has(resource))
    await appender.calls(tracked.map((budget) => toldBudget(budget, clock.now())))
  }
  return {
    limits: budgets.map(({ tokenHash, resource, limit, remaining, resetAt }) => ({
      token_hash: tokenHash,
      resource,
      limit,
      remaining,
      reset_at: resetAt.toISOString(),
    })),
  }
}

async function clientsWithLimits(
  { token, app, installation }: Clients,
  signal: AbortSignal,
): Promise<readonly GitHubClient[]> {
  const found = token === null ? [] : [token]
  if (app === null) return found
  for await (const { items } of app.client.paginate('GET /app/installations', {}, { signal }))
    found.push(...items.filter(({ suspended_at }) => suspended_at === null).map(({ id }) => installation(id)))
  return found
}

async function budgetsOf(client: GitHubClient, signal: AbortSignal): Promise<readonly Budget[]> {
  await client.request('GET /rate_limit', {}, { kind: 'none', signal })
  // What an App asks about itself is counted apart.
  return client.budget().filter(({ principal }) => principal !== 'app')
}

/** One answer tells every resource: each is kept as told from the cache, for none was a call. */
function toldBudget({ tokenHash, resource, limit, remaining, resetAt }: Budget, now: number): ApiCall {
  return {
    call_id: randomUUID(),
    at: new Date(now).toISOString(),
    token_hash: tokenHash,
    resource,
    method: 'GET',
    route: '/rate_limit',
    status: 200,
    cached: true,
    cost: 0,
    limit,
    remaining,
    reset_at: resetAt.toISOString(),
    duration_ms: null,
    delivery_id: null,
  }
}
