import type { Entry } from '../../api/operations.ts'
import { useNow } from '../../filters/use-filters.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatDuration, formatTime } from '../../format/times.ts'
import { Badge } from '../../pieces/badge.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import css from './issues-page.module.css'
import { SeverityBadge } from './severity.tsx'
import { slaClock } from './sla-clock.ts'

type Issue = Entry<'listIssues'>

export const issueColumns: readonly Column<Issue>[] = [
  {
    key: 'key',
    title: 'Issue',
    render: ({ key }) => (
      <span className={css.title} title={key}>
        {key}
      </span>
    ),
  },
  {
    key: 'title',
    title: 'Title',
    sortKey: 'title',
    sortsAs: 'text',
    render: ({ title, blocker }) => (
      <>
        <span className={css.title} title={title}>
          {title}
        </span>{' '}
        {blocker && <Badge tone="bad">blocker</Badge>}
      </>
    ),
  },
  {
    key: 'severity',
    title: 'Severity',
    sortKey: 'severity',
    width: '6rem',
    render: ({ severity }) => <SeverityBadge severity={severity} />,
  },
  {
    key: 'status',
    title: 'Status',
    width: '6.5rem',
    sortKey: 'status',
    sortsAs: 'text',
    render: ({ status }) => status.replaceAll('_', ' '),
  },
  {
    key: 'priority',
    title: 'Priority',
    align: 'end',
    sortKey: 'priority',
    width: '5rem',
    hint: 'From 0 to 100, by severity, labels and age',
    render: ({ priority }) => formatCount(priority),
  },
  {
    key: 'clock',
    title: 'SLA clock',
    sortKey: 'due_at',
    width: '11rem',
    hint: 'The time within which it is to be closed, from its opening',
    render: (issue) => <Clock issue={issue} />,
  },
  { key: 'assignees', title: 'Assigned to', render: ({ assignees }) => assignees.join(', ') || '–' },
  {
    key: 'author',
    title: 'By',
    hidden: true,
    sortKey: 'author',
    sortsAs: 'text',
    render: ({ author }) => author ?? '–',
  },
  { key: 'labels', title: 'Labels', hidden: true, render: ({ labels }) => labels.join(', ') || '–' },
  {
    key: 'response',
    title: 'Response',
    align: 'end',
    sortKey: 'time_to_first_response',
    hidden: true,
    width: '6rem',
    hint: 'From the opening to the first comment by somebody else',
    render: (issue) => formatDuration(issue.time_to_first_response_seconds),
  },
  {
    key: 'opened',
    title: 'Opened',
    align: 'end',
    sortKey: 'opened_at',
    width: '6.5rem',
    render: ({ opened_at }) => <TimeAgo time={opened_at} />,
  },
]

function Clock({ issue }: { readonly issue: Issue }) {
  const { text, tone, used } = slaClock(issue, useNow())
  return (
    <span className={css.clock} title={`Due ${formatTime(issue.due_at)}`}>
      <span className={css.face} aria-hidden="true">
        <span className={css[tone]} style={{ width: `${(used * 100).toFixed(1)}%` }} />
      </span>
      {text}
    </span>
  )
}
