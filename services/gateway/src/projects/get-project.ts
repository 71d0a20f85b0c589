import { getProject } from '@octometer/gateway-api'
import { planHistory, projectIssueTasks, projectPlanTasks, taskStatuses } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { findProject, planProgressOf } from './find-projects.ts'
import { projectsBehind } from './projects-behind.ts'

const MOST_ISSUES = 1000
const SNAPSHOTS = 100

export const getProjectEndpoint = endpoint(
  getProject,
  'projects',
  async (gateway, { path, principal }) => {
    const { store } = gateway
    const project = await findProject(gateway, principal, path.id)
    const repository_id = project.id
    const [planned, issues, readings] = await Promise.all([
      store.query(projectPlanTasks, { repository_id }),
      store.query(projectIssueTasks, { repository_id, limit: MOST_ISSUES }),
      store.query(planHistory, { repository_id, limit: SNAPSHOTS }),
    ])
    const statusOf = (code: number) => taskStatuses[code] ?? 'todo'
    return {
      ...project,
      tasks: [
        ...planned.map(({ title, status, priority }) => ({
          ...({ source: 'plan', number: null, milestone: null } as const),
          title,
          status: statusOf(status),
          priority: priority === '' ? null : priority,
        })),
        ...issues.map((issue) => ({ ...issue, source: 'issue' as const, status: statusOf(issue.status) })),
      ],
      snapshots: readings.map(planProgressOf),
    }
  },
  {
    evidence: async (gateway, { path, principal }) => {
      const { id } = await findProject(gateway, principal, path.id)
      return projectsBehind(gateway, [id], SNAPSHOTS)
    },
  },
)
