import { z } from 'zod'

// Transcribed by hand from the seed's JSON (webhooks, one webhook, repositories, summary) and from the keys that its
// upstream answers on the other routes: every key, no other.

const text = z.string()
const int = z.int()
const num = z.number()
const hours = num.nullable()
const time = z.iso.datetime()
const range = z.strictObject({ start_time: time.nullable(), end_time: time.nullable() })
const pagination = z.strictObject({
  ...{ total: int, page: int, page_size: int, total_pages: int },
  ...{ has_next: z.boolean(), has_prev: z.boolean() },
})
const short = z.strictObject({ page: int, page_size: int, total: int, total_pages: int })

const webhook = {
  delivery_id: text,
  repository: text.nullable(),
  event_type: text,
  action: text.nullable(),
  pr_number: int.nullable(),
  sender: text.nullable(),
  status: z.enum(['success', 'error', 'partial']).nullable(),
  created_at: time,
  processed_at: time,
  duration_ms: int,
  api_calls_count: int,
  token_spend: int.nullable(),
  token_remaining: int.nullable(),
  error_message: text.nullable(),
}
const events = { total_events: int, successful_events: int, failed_events: int, success_rate: hours }
const usage = {
  avg_processing_time_ms: int.nullable(),
  total_api_calls: int,
  total_token_spend: int.nullable(),
}

export const health = z.strictObject({
  status: z.enum(['healthy', 'degraded']),
  database: z.boolean(),
  version: text,
})
export const webhooks = z.strictObject({ data: z.array(z.strictObject(webhook)), pagination })
export const oneWebhook = z.strictObject({ ...webhook, payload: z.record(text, z.unknown()) })
/** The seed's `/metrics/ws`: the entry of the list, and what it adds to the summary. */
export const metricUpdate = z.strictObject({
  type: z.literal('metric_update'),
  timestamp: time,
  data: z.strictObject({
    event: z.strictObject(webhook),
    summary_delta: z.strictObject({
      ...{ total_events: int, successful_events: int, failed_events: int, partial_events: int },
    }),
  }),
})
export const repositories = z.strictObject({
  time_range: range,
  repositories: z.array(z.strictObject({ repository: text, ...events, ...usage })),
  pagination,
})
export const summary = z.strictObject({
  time_range: range,
  summary: z.strictObject({
    ...events,
    ...usage,
    unique_repositories: int,
    unique_senders: int,
    median_processing_time_ms: int.nullable(),
    p95_processing_time_ms: int.nullable(),
    max_processing_time_ms: int.nullable(),
    avg_api_calls_per_event: hours,
    total_events_trend: hours,
    success_rate_trend: hours,
    failed_events_trend: hours,
    avg_duration_trend: hours,
  }),
  top_repositories: z.array(
    z.strictObject({ repository: text, total_events: int, percentage: num, success_rate: hours }),
  ),
  event_type_distribution: z.record(text, int),
  hourly_event_rate: hours,
  daily_event_rate: hours,
})
export const trends = z.strictObject({
  time_range: range,
  trends: z.array(
    z.strictObject({ bucket: time, total_events: int, successful_events: int, failed_events: int }),
  ),
})

const section = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject({ data: z.array(z.strictObject({ user: text, ...shape })), pagination })
export const contributors = z.strictObject({
  time_range: range,
  pr_creators: section({
    total_prs: int,
    merged_prs: int,
    closed_prs: int,
    avg_commits_per_pr: num.nullable(),
  }),
  pr_reviewers: section({
    ...{ total_reviews: int, prs_reviewed: int, avg_reviews_per_pr: num, cross_team_reviews: int },
  }),
  pr_approvers: section({ total_approvals: int, prs_approved: int }),
  pr_lgtm: section({ total_lgtm: int, prs_lgtm: int }),
})
export const userPulls = z.strictObject({
  data: z.array(
    z.strictObject({
      ...{
        number: int,
        title: text,
        owner: text,
        repository: text,
        state: text,
        merged: z.boolean(),
        url: text,
      },
      ...{ created_at: time, updated_at: time, commits_count: int, head_sha: text },
    }),
  ),
  pagination,
})
export const story = z.strictObject({
  pr: z.strictObject({
    ...{ number: int, repository: text, title: text, state: text, merged: z.boolean(), author: text },
    ...{ created_at: time, merged_at: time.nullable(), closed_at: time.nullable() },
  }),
  events: z.array(
    z.strictObject({
      ...{ event_type: text, timestamp: time, description: text },
      ...{ name: text.optional(), conclusion: text.nullable().optional(), status: text.optional() },
      ...{ body: text.optional(), truncated: z.boolean().optional(), url: text.optional() },
      ...{ resolution_time_hours: num.optional(), commit: text.optional() },
      children: z.array(z.strictObject({ name: text, conclusion: text.nullable(), status: text })).optional(),
    }),
  ),
  summary: z.strictObject({
    ...{ total_commits: int, total_reviews: int, total_check_runs: int, total_comments: int },
  }),
})

const averages = {
  avg_time_to_first_review_hours: hours,
  avg_time_to_approval_hours: hours,
  avg_time_to_first_verified_hours: hours,
  avg_time_to_first_changes_requested_hours: hours,
  avg_pr_lifecycle_hours: hours,
}
export const turnaround = z.strictObject({
  summary: z.strictObject({ ...averages, total_prs_analyzed: int }),
  by_repository: z.array(z.strictObject({ repository: text, ...averages, total_prs: int })),
  by_reviewer: z.array(
    z.strictObject({
      ...{ reviewer: text, avg_response_time_hours: hours, total_reviews: int },
      repositories_reviewed: z.array(text),
    }),
  ),
})
const extreme = z
  .strictObject({ user: text, avg_hours: num, total_reviews: int, low_sample_size: z.boolean().optional() })
  .nullable()
export const teamDynamics = z.strictObject({
  workload: z.strictObject({
    summary: z.strictObject({
      ...{ total_contributors: int, avg_prs_per_contributor: hours, workload_gini: hours },
      top_contributor: z.strictObject({ user: text, total_prs: int }).nullable(),
    }),
    by_contributor: z.array(
      z.strictObject({ user: text, prs_created: int, prs_reviewed: int, prs_approved: int }),
    ),
    pagination: short,
  }),
  review_efficiency: z.strictObject({
    summary: z.strictObject({
      ...{ avg_review_time_hours: hours, median_review_time_hours: hours, min_reviews_threshold: int },
      ...{ fastest_reviewer: extreme, slowest_reviewer: extreme },
    }),
    by_reviewer: z.array(
      z.strictObject({
        ...{ user: text, avg_review_time_hours: hours, median_review_time_hours: hours, total_reviews: int },
      }),
    ),
    pagination: short,
  }),
  bottlenecks: z.strictObject({
    alerts: z.array(
      z.strictObject({
        ...{ approver: text, avg_approval_hours: num, team_pending_count: int },
        severity: z.enum(['critical', 'warning']),
      }),
    ),
    by_approver: z.array(z.strictObject({ approver: text, avg_approval_hours: num, total_approvals: int })),
    pagination: short,
  }),
})
export const crossTeam = z.strictObject({
  data: z.array(
    z.strictObject({
      ...{ pr_number: int, repository: text, reviewer: text, reviewer_team: text, pr_sig_label: text },
      ...{ review_type: text, created_at: time },
    }),
  ),
  summary: z.strictObject({
    total_cross_team_reviews: int,
    by_reviewer_team: z.record(text, int),
    by_pr_team: z.record(text, int),
  }),
  pagination,
})
export const maintainers = z.strictObject({
  maintainers: z.record(text, z.array(text)),
  all_maintainers: z.array(text),
})
export const commentResolution = z.strictObject({
  summary: z.strictObject({
    ...{ avg_resolution_time_hours: hours, median_resolution_time_hours: hours, resolution_rate: hours },
    ...{ avg_time_to_first_response_hours: hours, avg_comments_per_thread: hours },
    ...{ total_threads_analyzed: int, unresolved_outside_range: int },
  }),
  by_repository: z.array(
    z.strictObject({
      ...{ repository: text, avg_resolution_time_hours: hours, total_threads: int, resolved_threads: int },
    }),
  ),
  threads: z.array(
    z.strictObject({
      ...{ thread_node_id: text, repository: text, pr_number: int, pr_title: text.nullable() },
      ...{ first_comment_at: time, resolved_at: time.nullable(), resolution_time_hours: hours },
      ...{ time_to_first_response_hours: hours, comment_count: int, resolver: text.nullable() },
      ...{ participants: z.array(text), file_path: text.nullable() },
      ...{ can_be_merged_at: time.nullable(), time_from_can_be_merged_hours: hours },
    }),
  ),
  pagination,
})
