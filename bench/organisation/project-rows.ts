import { FIRST_REPOSITORY, type Fill, hexOf, type Organisation, repositoryOf, times } from './expressions.ts'

const DELIVERIES_PER_ISSUE = 200
const TASKS = 40
/** A plan is read daily; every third day a push changed it. */
const READINGS_PER_CHANGE = 3

/** Issues and milestones that are plans, a plan of each repository as it was read every day, and what changed it. */
export function projectFills(organisation: Organisation): readonly Fill[] {
  const { deliveries, days, repositories } = organisation
  const readings = repositories * days
  return [
    {
      table: 'project_items',
      columns: 'kind, repository_id, number, mark, planned, gone, about',
      rows: itemRows(organisation),
      count: Math.floor(deliveries / DELIVERIES_PER_ISSUE),
    },
    {
      table: 'project_plans',
      columns: 'repository_id, taken_at, snapshot_id, sha, path, titles, statuses, priorities',
      rows: planRows(organisation),
      count: readings,
    },
    {
      table: 'project_updates',
      columns: 'repository_id, at, kind, path, sha, change',
      rows: updateRows(organisation),
      count: Math.floor(readings / READINGS_PER_CHANGE),
    },
  ]
}

// The bits of a mark are those of the table's comment. One in twenty is a milestone.
const itemRows = (organisation: Organisation) => `
  SELECT if(number % 20 = 0, 'milestone', 'issue') AS kind, ${repositoryOf('number', organisation)}, number,
    toUnixTimestamp(${times(organisation).end}) * 32 + 8 + if(kind = 'milestone', number % 2, number % 4) AS mark, number % 2 = 0, 0,
    tuple(mark, if(kind = 'issue' AND number % 4 = 0, toNullable(number - number % 20), NULL), concat('Task ', toString(number)), NULL)
  FROM numbers({from}, {count})`

const reading = ({ repositories }: Organisation) => `intDiv(number, ${repositories})`

const planRows = (organisation: Organisation) => `
  SELECT ${FIRST_REPOSITORY} + number % ${organisation.repositories}, ${times(organisation).end} - 86400 * (1 + ${reading(organisation)}), toString(number), ${hexOf('number')},
    'PLAN.md', arrayMap(task -> concat('Task ', toString(task)), range(${TASKS})), arrayMap(task -> (task + number) % 4, range(${TASKS})),
    arrayResize([''], ${TASKS})
  FROM numbers({from}, {count})`

const updateRows = (organisation: Organisation) => `
  SELECT ${FIRST_REPOSITORY} + number % ${organisation.repositories}, ${times(organisation).end} - ${86_400 * READINGS_PER_CHANGE} * (1 + ${reading(organisation)}), 'plan', 'PLAN.md',
    ${hexOf('number')}, 'modified'
  FROM numbers({from}, {count})`
