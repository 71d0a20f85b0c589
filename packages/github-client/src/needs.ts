/** What Octometer asks GitHub for. */
export const features = ['sync', 'hooks', 'organization hooks', 'labels', 'settings'] as const
export type Feature = (typeof features)[number]

type AccessLevel = 'read' | 'write' | 'admin'

interface Need {
  /** Of a classic token: one of each line is enough. */
  readonly scopes: readonly (readonly string[])[]
  /** Of an App or a fine-grained token. */
  readonly permissions: Readonly<Record<string, AccessLevel>>
}

// https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
// https://docs.github.com/rest/authentication/permissions-required-for-github-apps
const needs: Readonly<Record<Feature, Need>> = {
  sync: {
    scopes: [['repo'], ['read:org', 'write:org', 'admin:org']],
    permissions: {
      metadata: 'read',
      contents: 'read',
      issues: 'read',
      pull_requests: 'read',
      checks: 'read',
      statuses: 'read',
      deployments: 'read',
      actions: 'read',
    },
  },
  hooks: {
    scopes: [['repo', 'write:repo_hook', 'admin:repo_hook']],
    permissions: { repository_hooks: 'write' },
  },
  'organization hooks': {
    scopes: [['admin:org_hook']],
    permissions: { organization_hooks: 'write' },
  },
  labels: { scopes: [['repo']], permissions: { issues: 'write' } },
  settings: { scopes: [['repo']], permissions: { administration: 'write' } },
}

const LEVELS: Readonly<Record<AccessLevel, number>> = { read: 1, write: 2, admin: 3 }

/** Scopes that a classic token lacks, alternatives joined by `or`. */
export function missingScopes(feature: Feature, scopes: readonly string[]): readonly string[] {
  return needs[feature].scopes
    .filter((either) => !either.some((scope) => scopes.includes(scope)))
    .map((either) => either.join(' or '))
}

/** Permissions that are lacking or too low, as `name: level`. */
export function missingPermissions(
  feature: Feature,
  permissions: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return Object.entries(needs[feature].permissions)
    .filter(([name, level]) => levelOf(permissions[name]) < LEVELS[level])
    .map(([name, level]) => `${name}: ${level}`)
}

function levelOf(level: string | undefined): number {
  return level === 'read' || level === 'write' || level === 'admin' ? LEVELS[level] : 0
}
