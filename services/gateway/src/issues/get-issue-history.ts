import { type AnswerOf, getIssueHistory } from '@octometer/gateway-api'
import { type IssueMomentRow, issueMoments } from '@octometer/read-store'
import { problem } from '@octometer/service-kit'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { cutPage } from '../paging.ts'
import { namesOf } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'

type Moment = AnswerOf<typeof getIssueHistory>['data'][number]
type State = NonNullable<Moment['after']>

/** How many came before: an issue's history is short, and read whole. */
const place = z.tuple([z.int().min(0)])

export const getIssueHistoryEndpoint = endpoint(
  getIssueHistory,
  'issues',
  async (gateway, { path, query, principal }) => {
    const [skipped = 0] = decodeCursor(query.cursor, place) ?? []
    const { ids } = await resolveScope(gateway, principal, [`${path.owner}/${path.repo}`])
    const [repository_id] = ids ?? []
    if (repository_id === undefined)
      throw problem(404, 'repository_not_found', 'No repository of this name is known.')
    const rows = await gateway.store.query(issueMoments, { repository_id, number: path.number })
    if (rows.length === 0)
      throw problem(404, 'issue_not_found', 'No issue of this number is known in the repository.')
    const repository = (await namesOf(gateway, [repository_id]))(repository_id)
    const moments = historyOf(rows).filter(({ changed }) => query.changes === 'false' || changed.length > 0)
    const { entries, page } = cutPage([...moments.entries()].slice(skipped), {
      limit: query.limit,
      more: false,
      placeOf: ([index]) => [index + 1],
    })
    return {
      key: `${repository}#${path.number}`,
      repository,
      number: path.number,
      data: entries.map(([, moment]) => moment),
      page,
    }
  },
)

/** Comments are left out, and what they show: a change whose delivery never came is seen at the next thing. */
function historyOf(rows: readonly IssueMomentRow[]): Moment[] {
  let before: State | null = null
  return rows
    .filter(({ action }) => !action.startsWith('comment'))
    .map((row) => {
      const after = stateOf(row)
      const moment = momentOf(row, before, after)
      before = after ?? before
      return moment
    })
}

function stateOf({ known, closed, status, severity, blocker }: IssueMomentRow): State | null {
  return known ? { state: closed ? 'closed' : 'open', status, severity, blocker } : null
}

const PARTS = ['state', 'status', 'severity', 'blocker'] as const

function momentOf(
  { at, action, subject, actor }: IssueMomentRow,
  before: State | null,
  after: State | null,
): Moment {
  const changed = after === null ? [] : PARTS.filter((part) => before?.[part] !== after[part])
  return { at, action, subject: subject === '' ? null : subject, actor, before, after, changed }
}
