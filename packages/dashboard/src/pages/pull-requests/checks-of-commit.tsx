import { useMemo } from 'react'
import type { Entry } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { formatDuration } from '../../format/times.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import { Answered } from '../../pieces/panel.tsx'
import css from './story-panel.module.css'

type Check = Entry<'listChecks'>

interface ChecksOfCommitProps {
  readonly repository: string
  readonly sha: string
}

/** The checks of the newest commit, those of one name together, what failed first. */
export function ChecksOfCommit({ repository, sha }: ChecksOfCommitProps) {
  const query = useApi(
    'listChecks',
    { query: { repository: [repository], sha: [sha], limit: 200 } },
    { keep: false },
  )
  return (
    <section>
      <h3 className={css.heading}>Checks of the newest commit</h3>
      <Answered query={query} height={4}>
        {({ data }) =>
          data.length === 0 ? (
            <p className={css.note}>No check of commit {sha.slice(0, 7)} was told of.</p>
          ) : (
            <CheckGroups checks={data} />
          )
        }
      </Answered>
    </section>
  )
}

const tones: Readonly<Record<string, Tone>> = { success: 'good', failure: 'bad', timed_out: 'bad' }

function CheckGroups({ checks }: { readonly checks: readonly Check[] }) {
  const groups = useMemo(() => [...Map.groupBy(checks, ({ name }) => name)].sort(failedFirst), [checks])
  return (
    <ul className={css.checks}>
      {groups.map(([name, [newest, ...earlier]]) => (
        <li key={name}>
          <Badge tone={tones[newest?.conclusion ?? ''] ?? 'plain'}>
            {newest?.conclusion ?? newest?.status ?? '–'}
          </Badge>
          <span className={css.what}>{name}</span>
          <span className={css.when}>
            {earlier.length > 0 && `${earlier.length + 1} runs · `}
            {formatDuration(newest?.duration_seconds)}
          </span>
        </li>
      ))}
    </ul>
  )
}

type Group = readonly [string, readonly Check[]]

function failedFirst([aName, [a]]: Group, [bName, [b]]: Group): number {
  const rank = (check: Check | undefined) => (tones[check?.conclusion ?? ''] === 'bad' ? 0 : 1)
  return rank(a) - rank(b) || aName.localeCompare(bName)
}
