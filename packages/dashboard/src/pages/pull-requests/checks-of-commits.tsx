import { useMemo } from 'react'
import type { Entry } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { formatDuration } from '../../format/times.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import { Answered } from '../../pieces/panel.tsx'
import css from './story-panel.module.css'

type Check = Entry<'listChecks'>

interface ChecksOfCommitsProps {
  readonly repository: string
  /** Its commits, the newest first. */
  readonly shas: readonly string[]
}

/** As many commits as one question takes. */
const MOST_COMMITS = 100

/** The checks of each commit, those of one name together, what failed first; the newest commit is open. */
export function ChecksOfCommits({ repository, shas }: ChecksOfCommitsProps) {
  const sha = shas.slice(0, MOST_COMMITS)
  const query = useApi('listChecks', { query: { repository: [repository], sha, limit: 1000 } })
  return (
    <section>
      <h3 className={css.heading}>Checks by commit</h3>
      <Answered query={query} height={4}>
        {({ data }) => {
          const byCommit = Map.groupBy(data, ({ head_sha }) => head_sha)
          const checked = sha.filter((each) => byCommit.has(each))
          return checked.length === 0 ? (
            <p className={css.note}>No check of its commits was told of.</p>
          ) : (
            checked.map((each, index) => (
              <Commit key={each} sha={each} checks={byCommit.get(each) ?? []} open={index === 0} />
            ))
          )
        }}
      </Answered>
    </section>
  )
}

interface CommitProps {
  readonly sha: string
  readonly checks: readonly Check[]
  readonly open: boolean
}

function Commit({ sha, checks, open }: CommitProps) {
  const groups = useMemo(() => [...Map.groupBy(checks, ({ name }) => name)].sort(failedFirst), [checks])
  const failed = groups.filter(([, [newest]]) => hasFailed(newest)).length
  return (
    <details className={css.commit} open={open} data-commit={sha}>
      <summary>
        <code>{sha.slice(0, 7)}</code>
        <span className={css.when}>
          {groups.length} {groups.length === 1 ? 'check' : 'checks'}
          {failed > 0 && `, ${failed} failed`}
        </span>
      </summary>
      <ul className={css.checks}>
        {groups.map(([name, its]) => (
          <CheckGroup key={name} name={name} checks={its} />
        ))}
      </ul>
    </details>
  )
}

const tones: Readonly<Record<string, Tone>> = { success: 'good', failure: 'bad', timed_out: 'bad' }

interface CheckGroupProps {
  readonly name: string
  readonly checks: readonly Check[]
}

function CheckGroup({ name, checks: [newest, ...earlier] }: CheckGroupProps) {
  return (
    <li>
      <Badge tone={tones[newest?.conclusion ?? ''] ?? 'plain'}>
        {newest?.conclusion ?? newest?.status ?? '–'}
      </Badge>
      <span className={css.what}>{name}</span>
      <span className={css.when}>
        {earlier.length > 0 && `${earlier.length + 1} runs · `}
        {formatDuration(newest?.duration_seconds)}
      </span>
    </li>
  )
}

function hasFailed(check: Check | undefined): boolean {
  return tones[check?.conclusion ?? ''] === 'bad'
}

type Group = readonly [string, readonly Check[]]

function failedFirst([aName, [a]]: Group, [bName, [b]]: Group): number {
  return Number(hasFailed(b)) - Number(hasFailed(a)) || aName.localeCompare(bName)
}
