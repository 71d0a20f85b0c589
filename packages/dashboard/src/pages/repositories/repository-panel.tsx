import { useMemo } from 'react'
import type { Answer } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { usePeriod } from '../../filters/use-filters.ts'
import { formatBytes, formatCount, formatShare } from '../../format/numbers.ts'
import { formatTime } from '../../format/times.ts'
import { Badge } from '../../pieces/badge.tsx'
import { BarList } from '../../pieces/bar-list.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { Facts } from '../../pieces/facts.tsx'
import { Icon } from '../../pieces/icons.tsx'
import { Answered } from '../../pieces/panel.tsx'
import { SidePanel } from '../../pieces/side-panel.tsx'
import { DaysChart } from './days-chart.tsx'
import { HealthTerms } from './health-terms.tsx'
import css from './repositories-page.module.css'
import { StatusBadge } from './repository-columns.tsx'

export type Detail = Answer<'getRepository'>

const MOST_MS = 365 * 86_400_000
const LANGUAGES = 8

interface RepositoryPanelProps {
  readonly name: string
  readonly onClose: () => void
}

/** One repository: why its health is what it is, its days, and what is known of it. */
export function RepositoryPanel({ name, onClose }: RepositoryPanelProps) {
  const { since, until } = usePeriod()
  const request = useMemo(() => {
    const [owner = '', repo = ''] = name.split('/')
    const start = Math.max(Date.parse(since), Date.parse(until) - MOST_MS)
    return { path: { owner, repo }, query: { since: new Date(start).toISOString(), until } }
  }, [name, since, until])
  const query = useApi('getRepository', request, { keep: false })
  return (
    <SidePanel title={name} note={query.data && <Note detail={query.data} />} open onClose={onClose}>
      <Answered query={query} height={40}>
        {(detail) => (
          <div className={css.detail}>
            <section>
              <div className={css.bar}>
                <h3>Health</h3>
                <Explain label="Health" name="getRepository" request={request} />
              </div>
              <HealthTerms health={detail.health} />
            </section>
            <DaysChart days={detail.days} name={name} />
            <Languages languages={detail.languages} />
            <Known detail={detail} />
          </div>
        )}
      </Answered>
    </SidePanel>
  )
}

function Note({ detail }: { readonly detail: Detail }) {
  const { status, url, description } = detail
  return (
    <>
      {description !== null && <p className={css.small}>{description}</p>}
      <p className={css.badges}>
        <StatusBadge status={status} />
        {url !== null && (
          <a href={url} target="_blank" rel="noreferrer" className={css.link}>
            <Icon name="external" size={12} /> GitHub
          </a>
        )}
      </p>
    </>
  )
}

function Languages({ languages }: Pick<Detail, 'languages'>) {
  if (languages === null) {
    return (
      <section>
        <h3 className={css.heading}>Languages</h3>
        <p className={css.small}>Unknown until a sync has asked GitHub: the page Sync begins one.</p>
      </section>
    )
  }
  const all = Object.values(languages).reduce((sum, bytes) => sum + bytes, 0)
  const bars = Object.entries(languages)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, LANGUAGES)
    .map(([language, bytes]) => ({
      key: language,
      label: language,
      value: bytes,
      note: formatShare(all === 0 ? null : bytes / all),
    }))
  return (
    <section>
      <h3 className={css.heading}>Languages</h3>
      <BarList bars={bars} format={formatBytes} />
    </section>
  )
}

function Known({ detail }: { readonly detail: Detail }) {
  const facts = [
    ['Commits, 30 days', formatCount(detail.commits_30_days)],
    ['Open pull requests', formatCount(detail.open_pull_requests)],
    ['Open issues', `${formatCount(detail.open_issues)}${sourceText(detail)}`],
    ['Contributors', formatCount(detail.contributors)],
    [
      'Lines of code',
      `${formatCount(detail.lines_of_code)}${detail.lines_of_code === null ? '' : ', estimated'}`,
    ],
    ['Stars, forks', `${formatCount(detail.stars)}, ${formatCount(detail.forks)}`],
    ['Default branch', detail.default_branch ?? '–'],
    ['Visibility', detail.visibility ?? '–'],
    ['Created', formatTime(detail.created_at)],
    ['Last push', formatTime(detail.pushed_at)],
    ['First seen here', formatTime(detail.first_seen_at)],
    ['Tech stack', <Stack key="stack" names={detail.tech_stack} />],
  ] as const
  return (
    <section>
      <h3 className={css.heading}>What is known</h3>
      <Facts facts={facts} />
    </section>
  )
}

function sourceText({ open_issues_source }: Detail): string {
  return open_issues_source === null
    ? ''
    : `, by ${open_issues_source === 'github' ? 'GitHub' : 'deliveries'}`
}

function Stack({ names }: { readonly names: readonly string[] | null }) {
  if (names === null || names.length === 0) return '–'
  return (
    <span className={css.badges}>
      {names.map((name) => (
        <Badge key={name}>{name}</Badge>
      ))}
    </span>
  )
}
