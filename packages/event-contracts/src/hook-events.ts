/**
 * What a hook is created for unless OCTO_HOOK_EVENTS says otherwise: events that a read model handles, and that a repository's hook
 * can have. GitHub asks receivers for the minimum; `*` is every event.
 */
export const defaultHookEvents: readonly string[] = [
  'check_run',
  'check_suite',
  'deployment',
  'deployment_status',
  'issue_comment',
  'issues',
  'milestone',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'pull_request_review_thread',
  'push',
  'release',
  'repository',
  'status',
  'workflow_job',
  'workflow_run',
]
