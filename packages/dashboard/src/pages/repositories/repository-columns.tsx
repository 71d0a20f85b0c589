import type { Entry } from '../../api/operations.ts'
import { formatCount } from '../../format/numbers.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import css from './repositories-page.module.css'
import { Score } from './score.tsx'

export type Repository = Entry<'listRepositories'>

const tones: Readonly<Record<Repository['status'], Tone>> = {
  active: 'good',
  archived: 'plain',
  disabled: 'warn',
  deleted: 'bad',
}

export function StatusBadge({ status }: Pick<Repository, 'status'>) {
  return <Badge tone={tones[status]}>{status}</Badge>
}

export const repositoryColumns: readonly Column<Repository>[] = [
  {
    key: 'name',
    title: 'Repository',
    sortKey: 'name',
    sortsAs: 'text',
    render: ({ repository }) => <span className={css.strong}>{repository}</span>,
  },
  {
    key: 'status',
    title: 'Status',
    width: '6rem',
    sortKey: 'status',
    sortsAs: 'text',
    render: ({ status }) => <StatusBadge status={status} />,
  },
  {
    key: 'health',
    title: 'Health',
    sortKey: 'health',
    width: '9rem',
    hint: 'From 0 to 100; open one to see its terms',
    render: ({ health }) => <Score score={health} />,
  },
  {
    key: 'commits',
    title: 'Commits, 30 days',
    align: 'end',
    sortKey: 'commits_30_days',
    hint: 'Distinct ones, pushed to any branch',
    render: ({ commits_30_days }) => formatCount(commits_30_days),
  },
  {
    key: 'pulls',
    title: 'Open PRs',
    align: 'end',
    sortKey: 'open_pull_requests',
    render: ({ open_pull_requests }) => formatCount(open_pull_requests),
  },
  {
    key: 'issues',
    title: 'Open issues',
    align: 'end',
    sortKey: 'open_issues',
    render: ({ open_issues }) => formatCount(open_issues),
  },
  { key: 'stars', title: 'Stars', align: 'end', sortKey: 'stars', render: ({ stars }) => formatCount(stars) },
  {
    key: 'contributors',
    title: 'Contributors',
    align: 'end',
    sortKey: 'contributors',
    hint: 'As GitHub’s API counts them; unknown until a sync has asked',
    render: ({ contributors }) => formatCount(contributors),
  },
  {
    key: 'language',
    title: 'Language',
    sortKey: 'language',
    sortsAs: 'text',
    render: ({ language }) => language ?? '–',
  },
  {
    key: 'pushed',
    title: 'Last push',
    align: 'end',
    sortKey: 'pushed_at',
    render: ({ pushed_at }) => (pushed_at === null ? '–' : <TimeAgo time={pushed_at} />),
  },
  {
    key: 'visibility',
    title: 'Visibility',
    hidden: true,
    render: ({ visibility }) => visibility ?? '–',
  },
  {
    key: 'forks',
    title: 'Forks',
    align: 'end',
    hidden: true,
    sortKey: 'forks',
    render: ({ forks }) => formatCount(forks),
  },
  { key: 'branch', title: 'Branch', hidden: true, render: ({ default_branch }) => default_branch ?? '–' },
]
