import type { Entry } from '../../api/operations.ts'
import { formatCount } from '../../format/numbers.ts'
import { Badge } from '../../pieces/badge.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import css from './contributors-page.module.css'

type Contributor = Entry<'listContributors'>

const kinds = { person: null, bot: 'bot', ai_agent: 'coding agent' } as const

/** Who it is; what is no person says so. */
export function Person({ login, kind }: Pick<Contributor, 'login' | 'kind'>) {
  return (
    <>
      <span className={css.person}>{login}</span> {kinds[kind] && <Badge>{kinds[kind]}</Badge>}
    </>
  )
}

const counts = [
  ['contributions', 'All', 'Everything that follows'],
  ['pulls_opened', 'Opened', 'Pull requests that they opened'],
  ['pulls_merged', 'Merged', 'Of the pull requests that they wrote'],
  ['reviews', 'Reviews', 'Of pull requests of others'],
  ['approvals', 'Approvals', 'Reviews that approved'],
  ['approval_labels', 'Approved by label', 'Labels approved-…'],
  ['lgtm_labels', 'LGTM', 'Labels lgtm-…'],
  ['comments', 'Comments', 'On issues, pull requests and code'],
  ['commits', 'Commits', 'Pushed to a branch'],
  ['issues_opened', 'Issues', 'Opened'],
] as const

type ContributorCount = (typeof counts)[number][0]

export const contributorColumns: readonly Column<Contributor>[] = [
  {
    key: 'login',
    title: 'Contributor',
    sortKey: 'login',
    sortsAs: 'text',
    render: (row) => <Person {...row} />,
  },
  ...counts.map(
    ([key, title, hint]): Column<Contributor> => ({
      key,
      title,
      hint,
      align: 'end',
      sortKey: key,
      hidden: key === 'issues_opened',
      render: (row) => formatCount(row[key]),
    }),
  ),
  {
    key: 'first_seen',
    title: 'First seen',
    hint: 'Of all time',
    align: 'end',
    hidden: true,
    render: ({ first_seen }) => <TimeAgo time={first_seen} />,
  },
  {
    key: 'last_seen',
    title: 'Last seen',
    hint: 'Of all time',
    align: 'end',
    render: ({ last_seen }) => <TimeAgo time={last_seen} />,
  },
]

/** Who is listed where the most of a count comes first: those with any of it. */
export const roles = [
  { value: 'contributions', label: 'All' },
  { value: 'pulls_opened', label: 'Creators' },
  { value: 'reviews', label: 'Reviewers' },
  { value: 'approvals', label: 'Approvers' },
  { value: 'lgtm_labels', label: 'LGTM' },
] as const satisfies readonly { readonly value: ContributorCount; readonly label: string }[]

/** The count by which they are sorted; null: by their names. */
export function countOf(sort: string): ContributorCount | null {
  return counts.map(([key]) => key).find((key) => key === sort) ?? null
}
