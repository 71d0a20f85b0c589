import type { ActivityKind } from '@octometer/gateway-api'
import { useRef } from 'react'
import { useApi } from '../../api/use-api.ts'
import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { IconButton } from '../../pieces/button.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { HeatMap } from '../../pieces/heat-map.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import { savePng } from '../../pieces/save-png.ts'
import { Select } from '../../pieces/select.tsx'

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
  const map = useRef<HTMLDivElement>(null)
  return (
    <Panel
      title="Activity by hour and weekday"
      note={query.data && `In the time zone ${query.data.timezone}`}
      actions={
        <>
          <Select label="What is counted" value={kind} choices={kinds} onChange={choose} />
          <Explain label={`${kinds[kind]} by hour`} name="getActivity" request={request} />
          <IconButton
            icon="download"
            label="PNG of the heat map"
            onClick={() => void savePng(map.current, `activity-${kind}`)}
          />
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
            <div ref={map}>
              <HeatMap hours={heat.hours} what={kinds[kind]} />
            </div>
          )
        }
      </Answered>
    </Panel>
  )
}
