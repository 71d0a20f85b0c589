import { appInteractionRow } from './app-interaction-row.fixture.ts'
import { projectRows } from './project-rows.fixture.ts'

// Projects with and without a plan, planned issues and tasks, and what was done with the GitHub App, by some and by nobody.

const START = Date.parse('2026-03-01T00:00:00Z')
const HOUR = 3_600_000
const PROJECTS = 17
const INTERACTIONS = 21
const [TODO, DOING, DONE, BLOCKED] = [0, 1, 2, 3]

const at = (hours: number) => new Date(START + hours * HOUR)
const turn = <const T extends readonly unknown[]>(index: number, values: T): T[number] =>
  values[index % values.length]

const plansOf = [
  [],
  [TODO, DONE],
  [DONE, DONE, DOING],
  [BLOCKED, DONE, TODO],
  [BLOCKED, BLOCKED, DOING, DONE, DONE],
]

const projects = Array.from({ length: PROJECTS }, (_, index) => {
  const rows = projectRows(index + 1, at(index % 7))
  const statuses = plansOf[index % plansOf.length] ?? []
  const tasks = { titles: statuses.map(String), statuses, priorities: statuses.map(() => '') }
  const path = turn(index, ['plan.md', 'docs/plan.md', 'README.md', null])
  return {
    // Issues of which every one is done, some are, and projects without any.
    items: rows.project_items.flatMap((item) =>
      Array.from({ length: index % 4 }, (_, place) => {
        const mark = item.mark + (place < index % 3 ? DONE : TODO)
        return { ...item, number: place + 1, mark, about: { ...item.about, mark } }
      }),
    ),
    plans: index % 6 === 0 ? [] : rows.project_plans.map((plan) => ({ ...plan, ...tasks, path })),
    // Some were pushed since they were read.
    updates: rows.project_updates.map((update) => ({ ...update, at: at((index % 7) + (index % 2)) })),
  }
})

export const projectItems = projects.flatMap(({ items }) => items)
export const projectPlans = projects.flatMap(({ plans }) => plans)
export const projectUpdates = projects.flatMap(({ updates }) => updates)

export const interactions = Array.from({ length: INTERACTIONS }, (_, index) => {
  const { body, ...row } = appInteractionRow(at(index % 5))
  const snapshot_id = `app_interaction:${index}`
  const told = {
    ...{ snapshot_id, user: turn(index, ['mona', 'Hubot', null, 'hubot']) },
    ...{ interaction: turn(index, ['access_checked', 'returned', 'creation_begun']) },
    ...{ asked_repository: turn(index, ['acme/Web', null, 'acme/api', 'acme/web', 'acme/docs']) },
    ...(index % 4 === 0 ? { outcome: 'refused', reason: 'state_unknown' } : {}),
  }
  return { ...row, snapshot_id, body: JSON.stringify({ ...JSON.parse(body), ...told }) }
})
