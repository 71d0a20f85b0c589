import {
  type Delivery,
  type IssueSnapshot,
  type PlanSnapshot,
  pushedFilesSchema,
  type Snapshot,
} from '@octometer/event-contracts'
import {
  ignored,
  type Outcome,
  type Projection,
  projected,
  type RowsByTable,
} from '@octometer/projector-runtime'
import type { ProjectPlanRow, ProjectUpdateRow } from '@octometer/read-store'
import { isStorable } from '../fact-time.ts'
import { lookOf, rankOfLook } from '../look.ts'
import { issueItemRows, milestoneItemRows } from './item-rows.ts'
import { parsePlan } from './parse-plan.ts'

type RowReader = (delivery: Delivery, repositoryId: number) => RowsByTable | null

const rowReaders: Readonly<Record<string, RowReader>> = {
  push: pushRows,
  issues: issueItemRows,
  issue_comment: issueItemRows,
  milestone: milestoneItemRows,
}

/** What plans say: plan files as they were read, what pushes did to them and to manifests, and issues that are planned. */
export const projectsProjection: Projection = {
  name: 'projects',
  version: 2,
  stream: 'EVENTS',
  handles: {
    deliveries: Object.keys(rowReaders),
    commands: [],
    apiCalls: false,
    snapshots: ['plan', 'issue'],
  },
  tables: ['project_items', 'project_plans', 'project_updates'],
  dependsOn: [],
  generational: true,
  project({ message }) {
    if (message.kind === 'delivery') return readDelivery(message.delivery)
    return message.kind === 'snapshot' ? readSnapshot(message.snapshot) : ignored('tells nothing of a plan')
  },
}

function readSnapshot(snapshot: Snapshot): Outcome {
  if (snapshot.type === 'plan') return readPlan(snapshot)
  const rows = snapshot.type === 'issue' ? readIssue(snapshot) : null
  return rows === null ? ignored('tells nothing of a plan') : projected(rows)
}

function readIssue(snapshot: IssueSnapshot): RowsByTable | null {
  const payload = { action: 'shown', issue: snapshot.issue }
  const look = lookOf(snapshot)
  return issueItemRows({ event: 'issues', payload }, snapshot.repository_id, (_, at) => rankOfLook(at, look))
}

function readDelivery(delivery: Delivery): Outcome {
  if (delivery.repository === null) return ignored('no repository')
  const rows = rowReaders[delivery.event]?.(delivery, delivery.repository.id)
  return rows === undefined || rows === null ? ignored('tells nothing of a plan') : projected(rows)
}

/** By whole path: those of the repository itself, not of a folder in it. */
const WATCHED: Readonly<Record<string, string>> = {
  'docs/plan.md': 'plan',
  'plan.md': 'plan',
  'README.md': 'plan',
  'requirements.txt': 'manifest',
  'package.json': 'manifest',
  Dockerfile: 'manifest',
  'pyproject.toml': 'manifest',
  'Cargo.toml': 'manifest',
  'go.mod': 'manifest',
}

/** What a push to the default branch did to plan and manifest files: of several commits the last that touched a file. */
function pushRows({ payload }: Delivery, repository_id: number): RowsByTable | null {
  const { ref, after, deleted, commits, repository } = pushedFilesSchema.parse(payload)
  const { default_branch: branch, pushed_at: at } = repository
  if (deleted || branch === null || branch === undefined || ref !== `refs/heads/${branch}`) return null
  if (at === null || at === undefined || !isStorable(at)) return null
  const changes = new Map<string, string>()
  for (const commit of commits) {
    for (const change of ['added', 'modified', 'removed'] as const) {
      for (const path of commit[change]) if (Object.hasOwn(WATCHED, path)) changes.set(path, change)
    }
  }
  if (changes.size === 0) return null
  const updates = [...changes].map(
    ([path, change]): ProjectUpdateRow => ({
      repository_id,
      at,
      kind: WATCHED[path] ?? 'plan',
      path,
      sha: after,
      change,
    }),
  )
  return { project_updates: updates }
}

function readPlan({ repository_id, taken_at, snapshot_id, sha, path, content }: PlanSnapshot): Outcome {
  const at = new Date(taken_at)
  if (!isStorable(at)) return ignored('time outside 1970–2105')
  const tasks = parsePlan(content ?? '')
  const plan: ProjectPlanRow = {
    repository_id,
    taken_at: at,
    snapshot_id,
    sha,
    path,
    titles: tasks.map(({ title }) => title),
    statuses: tasks.map(({ status }) => status),
    priorities: tasks.map(({ priority }) => priority ?? ''),
  }
  const update: ProjectUpdateRow = { repository_id, at, kind: 'read', path: path ?? '', sha, change: '' }
  return projected({ project_plans: [plan], project_updates: [update] })
}
