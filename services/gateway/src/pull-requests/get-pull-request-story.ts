import { getPullRequestStory } from '@octometer/gateway-api'
import { pullRequestMoments } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { cutPage } from '../paging.ts'
import { findPullRequest } from './one-pull-request.ts'

const place = z.tuple([z.int(), z.int().min(0).max(2), z.string(), z.string()])

export const getPullRequestStoryEndpoint = endpoint(
  getPullRequestStory,
  'pull-requests',
  async (gateway, { path, query, principal }) => {
    const after = decodeCursor(query.cursor, place)
    const { pull, repository } = await findPullRequest(gateway, principal, path)
    const { repository_id, number } = pull
    const rows = await gateway.store.query(pullRequestMoments, {
      repository_id,
      number,
      after: after && { at: new Date(after[0]), order: after[1], action: after[2], subject: after[3] },
      limit: query.limit + 1,
    })
    const { entries, page } = cutPage(rows, {
      limit: query.limit,
      more: false,
      placeOf: ({ at, order, action, subject }) => [Date.parse(at), order, action, subject],
    })
    return {
      repository,
      number,
      title: pull.core.title,
      state: pull.core.state,
      data: entries.map(({ at, action, subject, actor, time_source }) => ({
        at,
        action,
        subject: subject === '' ? null : subject,
        actor,
        time_source,
      })),
      page,
    }
  },
)
