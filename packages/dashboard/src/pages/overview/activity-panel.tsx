import type { ActivityKind } from '@octometer/gateway-api'
import { useApi } from '../../api/use-api.ts'
import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { Explain } from '../../pieces/explain.tsx'
import { HeatMap } from '../../pieces/heat-map.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import css from './overview-page.module.css'

const kinds: Readonly<Record<ActivityKind, string>> = {
  deliveries: 'Deliveries',
  commits: 'Commits',
  pushes: 'Pushes',
  pulls_opened: 'PRs opened',
  pulls_merged: 'PRs merged',
  pulls_closed: 'PRs closed',
  reviews: 'Reviews',
  comments: 'Comments',
  issues_opened: 'Issues opened',
  issues_closed: 'Issues closed',
  deployments: 'Deployments',
  build_failures: 'Build failures',
}

/** When things happen: hour by weekday. */
export function ActivityPanel() {
  const [chosen, choose] = useAddressValue('activity')
  const kind = chosen in kinds ? (chosen as ActivityKind) : 'commits'
  const { repository, since, until } = useFilterParameters()
  const request = { query: { kind: [kind], repository, since, until } }
  const query = useApi('getActivity', request)
  return (
    <Panel
      title="Activity by hour and weekday"
      note={query.data && `In the time zone ${query.data.timezone}`}
      actions={
        <>
          <select
            className={css.choice}
            aria-label="What is counted"
            value={kind}
            onChange={(event) => choose(event.target.value)}
          >
            {Object.entries(kinds).map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
          <Explain label={`${kinds[kind]} by hour`} name="getActivity" request={request} />
        </>
      }
    >
      <Answered query={query} height={11.5}>
        {({ data: [heat] }) =>
          heat?.hours == null ? (
            <Empty title="Nothing is known">
              No repository of that name, or its read model is not built yet.
            </Empty>
          ) : (
            <HeatMap hours={heat.hours} what={kinds[kind]} />
          )
        }
      </Answered>
    </Panel>
  )
}
