const label = { name: 'bug', color: 'd73a4a', description: null }
const times = { created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-02T00:00:00Z' }
const thing = { number: 3, title: 'A change', state: 'open', user: 'mona', ...times }
const details = {
  description: 'An API',
  has_issues: true,
  has_wiki: false,
  has_pages: false,
  default_branch: 'main',
}

const config = {
  id: 'repository-1',
  owner: { kind: 'repository', id: 1, name: 'acme/api' },
  url: null,
  events: ['push'],
  active: true,
  secrets: [{ since: '2026-03-01T00:00:00Z' }],
  hook_id: '7',
  created_at: '2026-03-01T00:00:00Z',
  updated_at: '2026-03-01T00:00:00Z',
}
const setUp = {
  owner: { kind: 'repository', name: 'acme/api' },
  hook_id: '7',
  mode: 'pull',
  outcome: 'created',
}
const ping = { delivery_id: 'g', event: 'ping', delivered_at: '2026-03-01T00:00:00Z', status_code: 0 }

const job = {
  ...{ id: '00000000-0000-8000-8000-000000000001', kind: 'plan_reading', priority: 'high', state: 'failed' },
  ...{ cause: 'push', repository_id: 1, repository: 'acme/api', sha: 'abc', as_of: '2026-03-04T10:00:00Z' },
  ...{ delivery_id: 'g', requested_by: null, attempts: 4, stuck: 1, resumed: 0, error: 'GitHub is away' },
  ...{ queued_at: '2026-03-04T10:00:00Z', due_at: '2026-03-04T10:10:00Z' },
  ...{ started_at: '2026-03-04T10:10:00Z', ended_at: '2026-03-04T10:10:01Z', snapshot_id: null },
}

/** What github-agent answers to each request, by its name. */
export const githubAnswers: Readonly<Record<string, unknown>> = {
  identity: {
    identities: [
      {
        ...{ credential: 'token', kind: 'user', name: 'mona', id: 1, suspended: false, expires_at: null },
        features: [{ feature: 'sync', allowed: true, missing: [], needed: true }],
        problem: null,
      },
    ],
  },
  'health-checks': {
    checks: [
      {
        ...{ address: 'https://acme.example/health', healthy: false, checked_at: '2026-03-04T10:19:00Z' },
        ...{
          status: 500,
          latency_ms: 12,
          reason: 'it answered 500',
          since: '2026-03-04T10:00:00Z',
          looks: 4,
        },
      },
    ],
  },
  jobs: { jobs: [job], counts: { queued: 0, running: 0, succeeded: 0, failed: 1 } },
  job: { job },
  'job-retry': { job },
  'plan-refresh': { job },
  'app-creation': { state: 'one', expires_at: '2026-03-04T11:20:00Z' },
  'app-manifest': { action: 'https://github.com/settings/apps/new?state=one', manifest: '{"name":"<a>"}' },
  'app-installation': {
    state: 'one',
    expires_at: '2026-03-04T11:20:00Z',
    url: 'https://github.com/apps/octometer/installations/new?state=one',
  },
  'app-callback': { begun: 'installation', installation_id: 5 },
  installations: {
    installations: [
      {
        ...{ id: 5, account: 'acme', account_type: 'Organization', repository_selection: 'all' },
        ...{ repositories: ['acme/api'], permissions: { contents: 'read' }, suspended_at: null },
        ...{ created_at: '2026-03-01T00:00:00Z', read_at: '2026-03-04T10:00:00Z' },
      },
    ],
  },
  'repository-access': { installation_id: 5 },
  'rate-limits': {
    limits: [
      {
        token_hash: 'a'.repeat(64),
        resource: 'core',
        limit: 5000,
        remaining: 4000,
        reset_at: '2026-03-04T11:00:00Z',
      },
    ],
  },
  'repository-info': {
    ...details,
    owner: 'acme',
    name: 'api',
    full_name: 'acme/api',
    url: 'https://github.com/acme/api',
    clone_url: 'https://github.com/acme/api.git',
    is_private: false,
    stars: 3,
    forks: 1,
    language: 'TypeScript',
    github_id: 1,
    ...times,
    topics: ['api'],
    open_issues_count: 2,
  },
  'repository-pulls': [
    {
      ...thing,
      merged: false,
      mergeable: null,
      head: 'change',
      base: 'main',
      html_url: 'https://github.com',
    },
  ],
  'repository-issues': [
    {
      ...thing,
      labels: ['bug'],
      assignees: [],
      comments: 0,
      closed_at: null,
      html_url: 'https://github.com',
    },
  ],
  'repository-workflows': [
    {
      id: 7,
      name: 'ci',
      path: '.github/workflows/ci.yml',
      state: 'active',
      ...times,
      url: 'https://github.com',
      badge_url: 'https://github.com',
    },
  ],
  'label-create': label,
  'label-update': label,
  'label-delete': {},
  'repository-settings': { ...details, homepage: null },
  'cache-invalidate': { forgotten: 2 },
  'hooks-set-up': { hooks: [setUp], refused: [{ owner: 'acme/web', status: 404, message: 'Not Found' }] },
  'hooks-verify': { hooks: 1, changed: 0 },
  'hook-ping': { known: true },
  'hook-connection': { mode: 'pull', webhook_url: null, poll_seconds: 300, repositories: ['acme/api'] },
  recovery: { state: 'begun' },
  'hook-connect': { ...setUp, first_delivery: { ...ping, pulled: true } },
  'hook-configs': { configs: [config] },
  'hook-config-create': config,
  'hook-config-change': { config },
  'hook-config-delete': { config },
}
