import type { Answer, Request } from '../../api/operations.ts'
import type { ApiResult } from '../../api/use-api.ts'
import { formatCount, formatShare } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { Explain } from '../../pieces/explain.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import steps from '../../pieces/step-table.module.css'
import css from './funnel-panel.module.css'

type Funnel = Answer<'getPullRequestFunnel'>
type Phase = Funnel['phases'][number]

export interface FunnelProps {
  readonly funnel: ApiResult<'getPullRequestFunnel'>
  readonly request: Request<'getPullRequestFunnel'>
}

const reached: Readonly<Record<Phase['phase'], string>> = {
  pickup: 'First review',
  review: 'Approved',
  merge: 'Merged after approval',
}

/** Who left a phase without its end. */
const skippedFor: Readonly<Record<Phase['phase'], string>> = {
  pickup: 'merged unreviewed',
  review: 'merged unapproved',
  merge: 'skipped',
}

/** How far the pull requests came that were opened in the range, and how long each step took them. */
export function FunnelPanel({ funnel, request }: FunnelProps) {
  return (
    <Panel
      title="From opening to merge"
      note="Of those opened in this time: how many came how far, and how long each step took"
      actions={<Explain label="the funnel" name="getPullRequestFunnel" request={request} />}
    >
      <Answered query={funnel} height={13}>
        {(answer) =>
          (answer.opened ?? 0) === 0 ? (
            <Empty title="No pull request was opened in this time">
              Choose a longer range, other repositories or other people.
            </Empty>
          ) : (
            <Steps funnel={answer} />
          )
        }
      </Answered>
    </Panel>
  )
}

function Steps({ funnel: { opened, merged, phases } }: { readonly funnel: Funnel }) {
  return (
    <table className={`${steps.table} ${css.funnel}`} aria-label="Funnel">
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col" aria-label="Share" className={css.wide} />
          <th scope="col">PRs</th>
          <th scope="col">Median</th>
          <th scope="col" className={css.p90}>
            P90
          </th>
          <th scope="col" className={css.wide}>
            Spread
          </th>
          <th scope="col" className={css.rest}>
            Without it
          </th>
        </tr>
      </thead>
      <tbody>
        <tr data-step="opened">
          <th scope="row">Opened</th>
          <td className={css.wide}>
            <Bar count={opened} of={opened} />
          </td>
          <td>{formatCount(opened)}</td>
          <td />
          <td className={css.p90} />
          <td className={css.wide} />
          <td className={css.rest}>{formatCount(merged)} merged in all</td>
        </tr>
        {phases.map((phase) => (
          <Step key={phase.phase} phase={phase} opened={opened} />
        ))}
      </tbody>
    </table>
  )
}

function Step({ phase, opened }: { readonly phase: Phase; readonly opened: number | null }) {
  const { phase: name, completed, histogram } = phase
  return (
    <tr data-step={name}>
      <th scope="row">{reached[name]}</th>
      <td className={css.wide}>
        <Bar count={completed} of={opened} />
      </td>
      <td title={formatShare(opened ? (completed ?? 0) / opened : null)} data-count>
        {formatCount(completed)}
      </td>
      <td data-median>{formatDuration(phase.median_seconds)}</td>
      <td className={css.p90}>{formatDuration(phase.p90_seconds)}</td>
      <td className={css.wide}>
        <Bins histogram={histogram} />
      </td>
      <td className={css.rest} data-rest>
        {restOf(phase)}
      </td>
    </tr>
  )
}

/** What became of those that entered the phase and did not come to its end. */
function restOf({ phase, standing, closed, skipped }: Phase): string {
  const parts = [
    [standing, standing === 1 ? 'stands here' : 'stand here'],
    [closed, 'closed'],
    [skipped, skippedFor[phase]],
  ] as const
  const told = parts.filter(([count]) => count !== 0).map(([count, word]) => `${formatCount(count)} ${word}`)
  return told.length === 0 ? 'none' : told.join(' · ')
}

function Bar({ count, of }: { readonly count: number | null; readonly of: number | null }) {
  const share = of === null || of === 0 ? 0 : (count ?? 0) / of
  return (
    <div className={css.track}>
      <span style={{ width: `${share * 100}%` }} />
    </div>
  )
}

const bins = ['under 1h', '1–4h', '4–12h', '12–24h', '1–2d', '2–4d', '4–7d', 'over 7d']

/** How the durations are spread over eight bins, the quick ones first. */
function Bins({ histogram }: Pick<Phase, 'histogram'>) {
  if (histogram === null) return '–'
  const most = Math.max(...histogram, 1)
  const told = histogram.map((count, index) => `${bins[index]}: ${formatCount(count)}`)
  return (
    <div className={css.bins} role="img" aria-label={told.join(', ')} title={told.join('\n')}>
      {histogram.map((count, index) => (
        <span key={bins[index]} style={{ height: `${count === 0 ? 4 : 16 + (84 * count) / most}%` }} />
      ))}
    </div>
  )
}
