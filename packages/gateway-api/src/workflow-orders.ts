// By what the lists of workflow runs and their jobs can be ordered.

export const workflowRunOrders = {
  started_at: 'value',
  completed_at: 'value',
  duration: 'value',
  workflow: 'text',
  event: 'text',
  head_branch: 'text',
  conclusion: 'text',
  actor: 'text',
} as const

export const workflowJobOrders = {
  created_at: 'value',
  started_at: 'value',
  completed_at: 'value',
  queue_wait: 'value',
  duration: 'value',
  name: 'text',
  workflow: 'text',
  runner_group: 'text',
  head_branch: 'text',
  conclusion: 'text',
} as const

export const workflowRunMetricsOrders = {
  attempts: 'value',
  runs: 'value',
  reruns: 'value',
  succeeded: 'value',
  failed: 'value',
  cancelled: 'value',
  success_rate: 'value',
  duration_median: 'value',
  duration_p75: 'value',
  duration_p90: 'value',
  workflow: 'text',
} as const

export const workflowJobMetricsOrders = {
  minutes: 'value',
  jobs: 'value',
  succeeded: 'value',
  failed: 'value',
  cancelled: 'value',
  queue_wait_mean: 'value',
  queue_wait_median: 'value',
  queue_wait_p75: 'value',
  queue_wait_p90: 'value',
  duration_median: 'value',
  duration_p75: 'value',
  duration_p90: 'value',
  wasted_minutes: 'value',
  wasted_share: 'value',
  workflow: 'text',
  job: 'text',
  runner_group: 'text',
} as const
