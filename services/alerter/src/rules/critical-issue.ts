import { githubTime } from '@octometer/event-contracts'
import { z } from 'zod'
import type { EventRule } from './event-rule.ts'

const label = z.object({ name: z.string() })
const schema = z.object({
  action: z.string(),
  issue: z.object({
    number: z.int(),
    title: z.string(),
    html_url: z.string().nullish(),
    state: z.string().nullish(),
    created_at: githubTime,
    updated_at: githubTime,
    closed_at: githubTime.nullish(),
    labels: z.array(label).default([]),
  }),
  label: label.nullish(),
})

const CRITICAL: ReadonlySet<string> = new Set(['P0', 'CRITICAL', 'URGENT'])
const OVER: ReadonlySet<string> = new Set(['closed', 'deleted', 'transferred'])

/** An issue that has a label P0, CRITICAL or URGENT (in any case), until it is closed or has none of them. */
export const criticalIssueRule: EventRule = {
  name: 'critical-issue',
  events: ['issues'],
  read({ payload, repository }, { severity }) {
    const { action, issue, label: moved } = schema.parse(payload)
    const labels = criticalLabels(issue.labels)
    const about = {
      subject: `issue:${issue.number}`,
      observedAt: issue.updated_at,
      severity,
      title: `Critical issue ${repository.fullName}#${issue.number}: ${issue.title}`,
      message: labels.length === 0 ? '' : `Labelled ${labels.join(', ')}.`,
      url: issue.html_url ?? null,
    }
    const raised = (name: string, at: Date) => ({ ...about, kind: 'raised' as const, key: name, at })
    if (action === 'opened') return labels.map((name) => raised(name, issue.created_at))
    if (action === 'reopened') return labels.map((name) => raised(name, issue.updated_at))
    const [movedName] = criticalLabels(moved ? [moved] : [])
    if (action === 'labeled') {
      return movedName === undefined || issue.state === 'closed' ? [] : [raised(movedName, issue.updated_at)]
    }
    // A label that was taken away is no longer among the issue's labels.
    const isOver =
      (OVER.has(action) && labels.length > 0) ||
      (action === 'unlabeled' && movedName !== undefined && labels.length === 0)
    if (!isOver) return []
    const at = action === 'closed' ? (issue.closed_at ?? issue.updated_at) : issue.updated_at
    return [{ ...about, kind: 'recovered', key: action, at }]
  },
}

function criticalLabels(labels: readonly { readonly name: string }[]): string[] {
  return labels.map(({ name }) => name.toUpperCase()).filter((name) => CRITICAL.has(name))
}
