import { Link } from '@tanstack/react-router'
import type { Answer } from '../../api/operations.ts'
import { onlyFilters, type Search } from '../../filters/filters.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { Badge } from '../../pieces/badge.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import { sortedBy, type TeamProps } from './team.ts'
import css from './team-dynamics-page.module.css'

const tones = { critical: 'bad', warning: 'warn' } as const

/** Who is waited for, and how long everybody takes to approve. */
export function BottlenecksPanel({ team, request }: TeamProps) {
  return (
    <Panel
      title="Approval bottlenecks"
      note="Who takes more than a day on average; two days are critical"
      actions={<Explain label="Approval bottlenecks" name="getTeamMetrics" request={request} />}
    >
      <Answered query={team} height={20}>
        {(answer) => (
          <>
            <Waiting waiting={answer.bottlenecks.waiting} />
            <Alerts alerts={answer.bottlenecks.alerts} />
            <Approvers data={answer.data} />
          </>
        )}
      </Answered>
    </Panel>
  )
}

function Waiting({ waiting }: { readonly waiting: number | null }) {
  if (waiting === null || waiting === 0) return null
  return (
    <p className={css.waiting}>
      <strong>{formatCount(waiting)}</strong> {waiting === 1 ? 'pull request waits' : 'pull requests wait'}{' '}
      for approval.{' '}
      <Link
        className={css.link}
        to="/pull-requests"
        search={(before: Search) => ({ ...onlyFilters(before), state: 'open' })}
      >
        Open pull requests
      </Link>
    </p>
  )
}

type Dynamics = Answer<'getTeamMetrics'>

function Alerts({ alerts }: Pick<Dynamics['bottlenecks'], 'alerts'>) {
  if (alerts.length === 0)
    return <Empty title="Nobody is waited for">Everybody approves within a day on average.</Empty>
  return (
    <ul className={css.alerts} aria-label="Who is waited for">
      {alerts.map(({ login, severity, mean_seconds, first_approvals }) => (
        <li key={login} data-alert={login}>
          <Badge tone={tones[severity]}>{severity}</Badge>
          <span className={css.who}>{login}</span>
          <span className={css.small}>
            {formatDuration(mean_seconds)} · {formatCount(first_approvals)} approved
          </span>
        </li>
      ))}
    </ul>
  )
}

function Approvers({ data }: Pick<Dynamics, 'data'>) {
  const approvers = sortedBy(
    data.filter(({ first_approvals }) => first_approvals > 0),
    ({ approval_mean_seconds }) => approval_mean_seconds,
  )
  if (approvers.length === 0) return null
  return (
    <details className={css.all}>
      <summary>Everybody who approved</summary>
      <table className={css.approvers} aria-label="How long approvals take">
        <thead>
          <tr>
            <th scope="col">Approver</th>
            <th scope="col">Approved</th>
            <th scope="col">Mean</th>
            <th scope="col">Median</th>
          </tr>
        </thead>
        <tbody>
          {approvers.map((each) => (
            <tr key={each.login}>
              <th scope="row">{each.login}</th>
              <td>{formatCount(each.first_approvals)}</td>
              <td>{formatDuration(each.approval_mean_seconds)}</td>
              <td>{formatDuration(each.approval_median_seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
