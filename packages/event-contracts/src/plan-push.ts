import { pushedFilesSchema } from './events/project.ts'

/** Where a repository keeps its plan: the first of them that is there is it. */
export const planFiles = ['docs/plan.md', 'plan.md', 'README.md'] as const

/** By whole path: those of the repository itself, not of a folder in it. */
const WATCHED: Readonly<Record<string, 'plan' | 'manifest'>> = {
  ...Object.fromEntries(planFiles.map((path) => [path, 'plan'])),
  'requirements.txt': 'manifest',
  'package.json': 'manifest',
  Dockerfile: 'manifest',
  'pyproject.toml': 'manifest',
  'Cargo.toml': 'manifest',
  'go.mod': 'manifest',
}

/** What a push did to the plan and to manifests. */
export interface PlanPush {
  /** The branch's head after it. */
  readonly sha: string
  readonly pushedAt: Date
  readonly changes: readonly {
    readonly path: string
    readonly kind: 'plan' | 'manifest'
    readonly change: 'added' | 'modified' | 'removed'
  }[]
}

/**
 * Of several commits the last that touched a file tells. Null for a push to another branch than the default one, for a deletion, and
 * when no plan or manifest was touched. Throws the schema's error for what is no push.
 */
export function planPushIn(payload: unknown): PlanPush | null {
  const { ref, after, deleted, commits, repository } = pushedFilesSchema.parse(payload)
  const { default_branch: branch, pushed_at: pushedAt } = repository
  if (deleted || branch == null || ref !== `refs/heads/${branch}` || pushedAt == null) return null
  const changes = new Map<string, PlanPush['changes'][number]>()
  for (const commit of commits) {
    for (const change of ['added', 'modified', 'removed'] as const) {
      for (const path of commit[change]) {
        const kind = Object.hasOwn(WATCHED, path) ? WATCHED[path] : undefined
        if (kind !== undefined) changes.set(path, { path, kind, change })
      }
    }
  }
  return changes.size === 0 ? null : { sha: after, pushedAt, changes: [...changes.values()] }
}
