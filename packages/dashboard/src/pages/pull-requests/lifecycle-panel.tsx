import type { Answer } from '../../api/operations.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { Explain } from '../../pieces/explain.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import { Select } from '../../pieces/select.tsx'
import steps from '../../pieces/step-table.module.css'
import { definitions, phases } from './definitions.ts'
import css from './lifecycle-panel.module.css'
import type { MetricsProps } from './pull-tiles.tsx'

type Phase = NonNullable<Answer<'getPullRequestMetrics'>['numbers']['phases']['cycle']>

/** Where the time goes: each phase with how its durations are spread, not only their mean. */
export function LifecyclePanel({ metrics, request }: MetricsProps) {
  const [, choose] = useAddressValue('definition')
  const definition = request.query?.definition ?? 'octometer'
  return (
    <Panel
      title="Where the time goes"
      note="From the median to the 90th percentile, and how many pull requests have the phase"
      actions={
        <>
          <Select
            label="Definition"
            value={definition}
            choices={definitions}
            onChange={(name) => choose(name === 'octometer' ? '' : name)}
          />
          <Explain label="Lifecycle phases" name="getPullRequestMetrics" request={request} />
        </>
      }
    >
      <Answered query={metrics} height={17}>
        {({ numbers }) =>
          (numbers.measured ?? 0) === 0 ? (
            <Empty title="No pull request ended in this time">
              Choose a longer range. By the definition of Octometer those are measured that were merged in it.
            </Empty>
          ) : (
            <Phases numbers={numbers} />
          )
        }
      </Answered>
    </Panel>
  )
}

function Phases({ numbers }: Pick<Answer<'getPullRequestMetrics'>, 'numbers'>) {
  const shown = phases.flatMap(({ name, label }) => {
    const phase = numbers.phases[name]
    return phase === undefined ? [] : [{ name, label, phase }]
  })
  const longest = Math.max(...shown.map(({ phase }) => phase.p90_seconds ?? 0), 1)
  return (
    <table className={`${steps.table} ${css.phases}`}>
      <thead>
        <tr>
          <th scope="col">Phase</th>
          <th scope="col" aria-label="Spread" className={css.spread} />
          <th scope="col">Median</th>
          <th scope="col">P75</th>
          <th scope="col">P90</th>
          <th scope="col" className={css.wide}>
            Mean
          </th>
          <th scope="col" className={css.wide}>
            PRs
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ name, label, phase }) => (
          <tr key={name} data-phase={name} className={name === 'cycle' ? css.whole : undefined}>
            <th scope="row">{label}</th>
            <td className={css.spread}>
              <Spread phase={phase} longest={longest} />
            </td>
            <td>{formatDuration(phase.median_seconds)}</td>
            <td>{formatDuration(phase.p75_seconds)}</td>
            <td>{formatDuration(phase.p90_seconds)}</td>
            <td className={css.wide}>{formatDuration(phase.mean_seconds)}</td>
            <td className={css.wide} title={`${formatCount(phase.missing)} without it`}>
              {formatCount(phase.pull_requests)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Three bars over each other: up to the median, the 75th and the 90th percentile. */
function Spread({ phase, longest }: { readonly phase: Phase; readonly longest: number }) {
  const share = (value: number | null) => `${((value ?? 0) / longest) * 100}%`
  return (
    <div className={css.bars}>
      <span className={css.p90} style={{ width: share(phase.p90_seconds) }} />
      <span className={css.p75} style={{ width: share(phase.p75_seconds) }} />
      <span className={css.median} style={{ width: share(phase.median_seconds) }} />
    </div>
  )
}
