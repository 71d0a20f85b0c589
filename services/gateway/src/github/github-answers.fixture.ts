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

/** What github-agent answers to each request, by its name. */
export const githubAnswers: Readonly<Record<string, unknown>> = {
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
  'hook-connect': { ...setUp, first_delivery: { ...ping, pulled: true } },
  'hook-configs': { configs: [config] },
  'hook-config-create': config,
  'hook-config-change': { config },
  'hook-config-delete': { config },
}
