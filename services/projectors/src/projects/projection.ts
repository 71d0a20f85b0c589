import {
  type Delivery,
  type IssueSnapshot,
  type PlanSnapshot,
  planPushIn,
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
  version: 3,
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

/** What a push to the default branch did to plan and manifest files. */
function pushRows({ payload }: Delivery, repository_id: number): RowsByTable | null {
  const push = planPushIn(payload)
  if (push === null || !isStorable(push.pushedAt)) return null
  const { sha, pushedAt: at, changes } = push
  const updates = changes.map(({ kind, path, change }): ProjectUpdateRow => {
    return { repository_id, at, kind, path, sha, change, job_id: '' }
  })
  return { project_updates: updates }
}

function readPlan(snapshot: PlanSnapshot): Outcome {
  const { repository_id, taken_at, snapshot_id, sha, path, content, job_id } = snapshot
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
  const read = { kind: 'read', path: path ?? '', sha, change: '' } as const
  const update: ProjectUpdateRow = { repository_id, at, ...read, job_id: job_id ?? '' }
  return projected({ project_plans: [plan], project_updates: [update] })
}
