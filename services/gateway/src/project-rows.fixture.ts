import type { ProjectItemRow, ProjectPlanRow, ProjectUpdateRow } from '@octometer/read-store'

/** A project with a plan of one task, which a push changed when it was read, and one issue with the label plan. */
export function projectRows(repository_id: number, at: Date) {
  const [mark, sha] = [(at.getTime() / 1000) * 32 + 4, 'abc']
  const item: ProjectItemRow = {
    ...{ kind: 'issue', repository_id, number: 8, mark, planned: 1, gone: 0 },
    about: { mark, milestone: null, title: 'Do it', priority: null },
  }
  const tasks = { titles: ['Do it'], statuses: [0], priorities: [''] }
  const plan: ProjectPlanRow = {
    repository_id,
    taken_at: at,
    snapshot_id: 's',
    sha,
    path: 'plan.md',
    ...tasks,
  }
  const pushed = { kind: 'plan', path: 'plan.md', sha, change: 'added', job_id: '' } as const
  const update: ProjectUpdateRow = { repository_id, at, ...pushed }
  return { project_items: [item], project_plans: [plan], project_updates: [update] }
}
