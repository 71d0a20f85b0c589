import { useMemo, useRef } from 'react'
import type { Entry } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { useAddressValue, usePeriod } from '../../filters/use-filters.ts'
import { IconButton } from '../../pieces/button.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import { savePng } from '../../pieces/save-png.ts'
import { Select } from '../../pieces/select.tsx'
import { TimeSeries } from '../../pieces/time-series.tsx'
import css from './api-usage-page.module.css'
import { shortToken } from './limit-table.tsx'

type Group = Entry<'getApiUsage'>

const HOUR = 3_600_000
/** What one answer holds at most. */
const MOST = 1000
const SHOWN_HOURS = 96

/** The least that was left in each hour, and the calls of the hour, of one token and resource. */
export function UsageChart() {
  const { since, until } = usePeriod()
  const [chosen, choose] = useAddressValue('limit')
  const start = Math.max(Date.parse(since), Date.parse(until) - SHOWN_HOURS * HOUR)
  const groups = ['hour' as const, 'token' as const, 'resource' as const]
  const request = { query: { since: new Date(start).toISOString(), until, group_by: groups, limit: MOST } }
  const query = useApi('getApiUsage', request)
  const chart = useRef<HTMLDivElement>(null)
  const names = [...new Set(query.data?.data.map(nameOf))]
  const name = names.includes(chosen) ? chosen : (names[0] ?? '')
  return (
    <Panel
      title="Burn-down"
      note={`The least that was left in each hour, and its calls; ${SHOWN_HOURS} hours at most`}
      actions={
        <>
          <Select
            label="Token and resource"
            value={name}
            choices={Object.fromEntries(names.map((each) => [each, each]))}
            onChange={choose}
          />
          <Explain label="Burn-down" name="getApiUsage" request={request} />
          <IconButton
            icon="download"
            label="PNG of the chart"
            onClick={() => void savePng(chart.current, 'api-usage')}
          />
        </>
      }
    >
      <Answered query={query} height={20}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="No call in this time">Choose a longer range.</Empty>
          ) : (
            <div ref={chart} className={css.charts}>
              <Series groups={data.filter((group) => nameOf(group) === name)} />
            </div>
          )
        }
      </Answered>
    </Panel>
  )
}

function nameOf({ token = '', resource = '' }: Group): string {
  return `${resource} of ${shortToken(token)}`
}

function Series({ groups }: { readonly groups: readonly Group[] }) {
  const { times, left, calls } = useMemo(() => {
    const byHour = new Map(groups.map((group) => [Date.parse(group.hour ?? ''), group]))
    const known = [...byHour.keys()]
    const first = Math.min(...known)
    // One hour alone is no line: the hour before it is shown empty.
    const begin = known.length < 2 ? first - HOUR : first
    const count = (Math.max(...known) - begin) / HOUR + 1
    const hours = Array.from({ length: count }, (_each, index) => begin + index * HOUR)
    return {
      times: hours,
      left: hours.map((hour) => byHour.get(hour)?.remaining ?? null),
      calls: hours.map((hour) => byHour.get(hour)?.calls ?? 0),
    }
  }, [groups])
  const remaining = useMemo(() => [{ label: 'Left', values: left, color: '--series-1' } as const], [left])
  const made = useMemo(
    () => [{ label: 'Calls', values: calls, color: '--series-2', shape: 'bars' } as const],
    [calls],
  )
  return (
    <>
      <TimeSeries label="What was left by hour" times={times} series={remaining} height={150} />
      <TimeSeries label="Calls by hour" times={times} series={made} height={130} />
    </>
  )
}
