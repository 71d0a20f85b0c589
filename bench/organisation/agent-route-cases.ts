import type { RouteCase } from './known.ts'

const asked = { leftOut: 'github-agent answers it, and the benchmark has none' } as const
const configured = { leftOut: 'only an admin may ask, and there is no configuration' } as const

/** Of what github-agent does, the routes that the store answers; the others wait for the agent and for GitHub. */
export const agentRouteCases: Readonly<Record<string, RouteCase>> = {
  '/api/v1/hooks': {},
  '/api/v1/hooks/connection': asked,
  '/api/v1/hook-configs': configured,
  '/api/v1/hook-configs/{id}': configured,
  '/api/v1/sync/completeness': {},
  '/api/v1/sync/history': asked,
  '/api/v1/sync/stats': asked,
  '/api/v1/sync/{id}': asked,
  '/api/v1/health-checks': asked,
  '/api/v1/github-app/interactions': { leftOut: 'only an admin may ask' },
  '/api/v1/audit': { leftOut: 'only an admin may ask' },
  '/api/v1/jobs': asked,
  '/api/v1/jobs/{id}': asked,
  '/projects/{id}/jobs': asked,
  '/jobs/queue-status': asked,
  '/jobs/{id}/status': asked,
  '/api/v1/webhooks/configs': configured,
  '/api/v1/webhooks/configs/{id}': configured,
  '/api/v1/github/{owner}/{repo}/info': asked,
  '/api/v1/github/{owner}/{repo}/pulls': asked,
  '/api/v1/github/{owner}/{repo}/issues': asked,
  '/api/v1/github/{owner}/{repo}/workflows': asked,
  '/auth/github/install': asked,
  '/auth/github/callback': asked,
  '/auth/github/installations': asked,
  '/auth/github/access/{owner}/{repo}': asked,
}
