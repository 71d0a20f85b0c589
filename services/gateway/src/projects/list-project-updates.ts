import { listProjectUpdates } from '@octometer/gateway-api'
import { projectUpdatePage } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { cutPage } from '../paging.ts'
import { findProject } from './find-projects.ts'

const place = z.tuple([z.iso.datetime(), z.string(), z.string(), z.string()])

export const listProjectUpdatesEndpoint = endpoint(
  listProjectUpdates,
  'projects',
  async (gateway, { path, query, principal }) => {
    const after = decodeCursor(query.cursor, place)
    const { id } = await findProject(gateway, principal, path.id)
    const rows = await gateway.store.query(projectUpdatePage, {
      repository_id: id,
      after: after && { at: new Date(after[0]), kind: after[1], path: after[2], sha: after[3] },
      limit: query.limit + 1,
    })
    const { entries, page } = cutPage(rows, {
      limit: query.limit,
      more: false,
      placeOf: (row) => [row.at, row.kind, row.path, row.sha],
    })
    const data = entries.map((row) => ({
      ...row,
      event: row.kind === 'read' ? ('snapshot' as const) : ('push' as const),
      path: row.path === '' ? null : row.path,
      change: row.change === '' ? null : row.change,
      job_id: row.job_id === '' ? null : row.job_id,
    }))
    return { data, page }
  },
)
