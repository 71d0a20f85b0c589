import { githubTime } from '@octometer/event-contracts'
import { z } from 'zod'
import type { EventRule, RepositoryDelivery, RuleEvidence } from './event-rule.ts'

const repository = z.object({ id: z.int(), default_branch: z.string().nullish() })
const ended = {
  id: z.int(),
  conclusion: z.string().nullish(),
  head_branch: z.string().nullish(),
  head_sha: z.string(),
  created_at: githubTime,
  updated_at: githubTime,
}
const suiteSchema = z.object({
  action: z.string(),
  check_suite: z.object({
    ...ended,
    app: z
      .object({ id: z.int().nullish(), slug: z.string().nullish(), name: z.string().nullish() })
      .nullish(),
  }),
  repository,
})
const runSchema = z.object({
  action: z.string(),
  workflow_run: z.object({
    ...ended,
    name: z.string().nullish(),
    workflow_id: z.int(),
    run_attempt: z.int().nullish(),
    run_started_at: githubTime.nullish(),
    html_url: z.string().nullish(),
    event: z.string().nullish(),
    head_repository: z.object({ id: z.int() }).nullish(),
  }),
  repository,
})

const FAILED: ReadonlySet<string> = new Set(['failure', 'timed_out', 'startup_failure'])

/**
 * A workflow run, or a check suite of another app than GitHub Actions, failed on the default branch, until a later one
 * of the same workflow or app succeeds. The one that began last decides, not the one that ended last.
 */
export const buildFailureRule: EventRule = {
  name: 'build-failure',
  events: ['check_suite', 'workflow_run'],
  read(delivery, { severity }) {
    const build = 'workflow_run' in delivery.payload ? workflowRun(delivery) : checkSuite(delivery)
    return build === null ? [] : [{ ...build, severity }]
  },
}

type Build = Omit<RuleEvidence, 'severity'>

function checkSuite({ payload, repository: { fullName } }: RepositoryDelivery): Build | null {
  const { action, check_suite: suite, repository: its } = suiteSchema.parse(payload)
  const { app } = suite
  // Each run of a workflow makes a suite too: the run says more. What a sync told of old did not say the app's number.
  if (app?.id == null || app.slug === 'github-actions') return null
  const kind = kindOf(action, suite, its)
  return (
    kind && {
      kind,
      subject: `app:${app.id}`,
      key: `suite:${suite.id}`,
      at: suite.created_at,
      observedAt: suite.updated_at,
      title: `Build of ${fullName} failed on ${suite.head_branch}: ${app.name ?? app.slug ?? app.id}`,
      message: messageOf(suite),
      url: null,
    }
  )
}

function workflowRun({ payload, repository: { fullName } }: RepositoryDelivery): Build | null {
  const { action, workflow_run: run, repository: its } = runSchema.parse(payload)
  // The branch of a fork may have the same name.
  if (run.head_repository && run.head_repository.id !== its.id) return null
  const kind = kindOf(action, run, its)
  return (
    kind && {
      kind,
      subject: `workflow:${run.workflow_id}`,
      key: `run:${run.id}:${run.run_attempt ?? 1}`,
      at: run.run_started_at ?? run.created_at,
      observedAt: run.updated_at,
      title: `Build of ${fullName} failed on ${run.head_branch}: ${run.name ?? run.workflow_id}`,
      message: messageOf(run),
      url: run.html_url ?? null,
    }
  )
}

interface Ended {
  readonly conclusion?: string | null | undefined
  readonly head_branch?: string | null | undefined
  readonly head_sha: string
}

function kindOf(
  action: string,
  { conclusion, head_branch }: Ended,
  { default_branch }: z.output<typeof repository>,
): RuleEvidence['kind'] | null {
  if (action !== 'completed' || !default_branch || head_branch !== default_branch) return null
  if (conclusion === 'success') return 'recovered'
  return FAILED.has(conclusion ?? '') ? 'raised' : null
}

function messageOf({ conclusion, head_sha }: Ended): string {
  return `Commit ${head_sha.slice(0, 7)} ended with ${conclusion ?? 'no conclusion'}.`
}
