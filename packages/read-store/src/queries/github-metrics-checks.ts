import { TupleParam } from '@clickhouse/client'
import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { anyOfTexts, generation, oneOf, rowTime, tableOf, where } from './conditions.ts'
import { PULL } from './github-metrics-moments.ts'

const pulls = z.array(z.object({ repository_id: z.int().min(0), number: z.int().min(0) })).readonly()

/** Every head that payloads of these pull requests showed, and when the label `can-be-merged` came first. */
export const githubMetricsHeads = defineQuery({
  name: 'github_metrics.heads',
  parameters: z.object({ pulls }),
  row: z.object({
    repository_id: z.number(),
    number: z.number(),
    heads: z.array(z.string()),
    labelled_at: rowTime.nullable(),
  }),
  render: ({ pulls: wanted }) => ({
    sql: `
      SELECT ${PULL}, groupUniqArrayIf(t.head_sha, t.head_sha != '') AS heads,
        minOrNullIf(at, action = 'labeled' AND subject = 'can-be-merged') AS labelled_at
      FROM pull_request_timeline AS t WHERE (${PULL}) IN {pulls:Array(Tuple(UInt64, UInt64))} GROUP BY ${PULL}`,
    values: { pulls: pullsOf(wanted) },
  }),
})

/** The titles of these pull requests, as the newest payload of each has it. */
export const githubMetricsTitles = defineQuery({
  name: 'github_metrics.titles',
  parameters: z.object({ pulls }),
  row: z.object({ repository_id: z.number(), number: z.number(), title: z.string() }),
  render: ({ pulls: wanted }) => ({
    sql: `
      SELECT ${PULL}, max((p.core.observed_at, p.core.rank, p.core.guid, p.core.title)).4 AS title
      FROM pull_requests AS p WHERE (${PULL}) IN {pulls:Array(Tuple(UInt64, UInt64))} GROUP BY ${PULL}`,
    values: { pulls: pullsOf(wanted) },
  }),
})

function pullsOf(pairs: z.output<typeof pulls>): readonly TupleParam[] {
  return pairs.map(({ repository_id, number }) => new TupleParam([repository_id, number]))
}

/** What checked these commits: of runs and statuses, by name and commit, each newest. `passed_at`: the first success. */
export const githubMetricsChecks = defineQuery({
  name: 'github_metrics.checks',
  parameters: z.object({
    repositories: z.array(z.int().min(0)).readonly(),
    shas: z.array(z.string()).readonly(),
    names: anyOfTexts,
    generation,
  }),
  row: z.object({
    repository_id: z.number(),
    name: z.string(),
    head_sha: z.string(),
    status: z.string(),
    conclusion: z.string().nullable(),
    at: rowTime,
    passed_at: rowTime.nullable(),
  }),
  render: ({ generation: of, repositories, shas, names }) => {
    const ofCommits = where([
      { sql: 'repository_id IN {repositories:Array(UInt64)}', values: { repositories } },
      { sql: 'head_sha IN {shas:Array(String)}', values: { shas } },
    ])
    const named = where([oneOf('name', 'names', names)])
    return {
      sql: `
        SELECT repository_id, name, sha AS head_sha, argMax(tuple(told.status), (happened, id)).1 AS status,
          argMax(tuple(told.conclusion), (happened, id)).1 AS conclusion, max(happened) AS at, min(passed) AS passed_at
        FROM (
          SELECT repository_id, check_run_id AS id, max(c.name) AS name, max(c.head_sha) AS sha,
            ['waiting', 'queued', 'in_progress', 'completed'][max(c.stage)] AS status,
            if(max(c.stage) = 4, toNullable(max(c.completion).conclusion), NULL) AS conclusion,
            if(max(c.stage) = 4, max(c.completion).completed_at, ifNull(max(c.started_at), created_at)) AS happened,
            max(c.last_passed_at) AS passed
          FROM ${tableOf('check_runs', of)} AS c ${ofCommits.sql}
          GROUP BY day, repository_id, created_at, check_run_id
          UNION ALL
          SELECT repository_id, status_id AS id, max(s.context) AS name, max(s.head_sha) AS sha,
            if(max(s.state) = 'pending', 'pending', 'completed') AS status,
            multiIf(max(s.state) = 'success', 'success', max(s.state) IN ('failure', 'error'), 'failure', NULL) AS conclusion,
            created_at AS happened, CAST(NULL AS Nullable(DateTime('UTC'))) AS passed
          FROM ${tableOf('commit_statuses', of)} AS s ${ofCommits.sql}
          GROUP BY day, repository_id, created_at, status_id) AS told
        ${named.sql} GROUP BY repository_id, name, sha ORDER BY at, name`,
      values: { ...ofCommits.values, ...named.values },
    }
  },
})
