import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { rowTime } from './conditions.ts'
import { tenth } from './github-metrics-moments.ts'

const pull = { repository_id: z.int().min(0), number: z.int().min(0) }
const ITS = 'repository_id = {repository_id:UInt64} AND number = {number:UInt64}'

/** What happened to a pull request, oldest first. */
export const githubMetricsStory = defineQuery({
  name: 'github_metrics.story',
  parameters: z.object(pull),
  row: z.object({
    at: rowTime,
    action: z.string(),
    subject: z.string(),
    actor: z.string().nullable(),
    received: rowTime,
  }),
  render: (values) => ({
    sql: `
      SELECT at, action, subject, max(t.actor) AS actor, min(t.received_at) AS received
      FROM pull_request_timeline AS t WHERE ${ITS} GROUP BY at, action, subject
      ORDER BY at, multiIf(action = 'opened', 0, action IN ('closed', 'merged'), 2, 1), action, subject`,
    values,
  }),
})

/** Its threads' turns, oldest first, with hours since the thread's first comment, rounded to a tenth. */
export const githubMetricsTurns = defineQuery({
  name: 'github_metrics.turns',
  parameters: z.object(pull),
  row: z.object({
    at: rowTime,
    action: z.string(),
    actor: z.string().nullable(),
    hours: z.number().nullable(),
  }),
  render: (values) => ({
    sql: `
      SELECT happened AS at, action, who AS actor,
        ${tenth('(toUnixTimestamp64Milli(happened) / 1000 - toUnixTimestamp(opened_at)) / 3600')} AS hours
      FROM (
        SELECT thread_id, observed_at, action, min(t.at) AS happened, max(t.actor) AS who FROM review_thread_turns AS t
        WHERE ${ITS} GROUP BY thread_id, observed_at, action) AS told
      LEFT JOIN (
        SELECT thread_id, toNullable(min(c.created_at)) AS opened_at FROM review_thread_comments AS c WHERE ${ITS} GROUP BY thread_id
      ) AS said USING (thread_id)
      ORDER BY at, thread_id, action`,
    values,
  }),
})

/**
 * What comments and reviews said, by their ids, from payloads that were received at these times. Those whose retention
 * has passed are missing.
 */
export const githubMetricsBodies = defineQuery({
  name: 'github_metrics.bodies',
  parameters: z.object({
    event: z.enum(['issue_comment', 'pull_request_review']),
    times: z.array(z.date()).readonly(),
  }),
  row: z.object({ id: z.string(), body: z.string(), cut: z.boolean(), url: z.string() }),
  render: ({ event, times }) => {
    const key = event === 'issue_comment' ? 'comment' : 'review'
    return {
      sql: `
        SELECT JSONExtractRaw(payload, '${key}', 'id') AS id, any(substringUTF8(text, 1, 500)) AS body,
          toBool(max(lengthUTF8(text) > 500)) AS cut, any(JSONExtractString(payload, '${key}', 'html_url')) AS url
        FROM (SELECT payload, JSONExtractString(payload, '${key}', 'body') AS text FROM deliveries
          WHERE received_at IN (SELECT fromUnixTimestamp64Milli(arrayJoin({times:Array(Int64)}), 'UTC'))
            AND event = {event:String} AND payload != '')
        GROUP BY id`,
      values: { event, times: times.map((time) => time.getTime()) },
    }
  },
})
