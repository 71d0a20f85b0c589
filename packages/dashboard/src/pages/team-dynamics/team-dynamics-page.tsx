import { useMemo } from 'react'
import { useApi } from '../../api/use-api.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { usePeopleQuery, usePeopleQueryBefore } from '../contributors/use-people-query.ts'
import { BottlenecksPanel } from './bottlenecks-panel.tsx'
import { CrossTeamPanel } from './cross-team-panel.tsx'
import { ReviewTimesPanel } from './review-times-panel.tsx'
import { leastOf } from './team.ts'
import css from './team-dynamics-page.module.css'
import { TeamTiles } from './team-tiles.tsx'
import { TeamsPanel } from './teams-panel.tsx'
import { WorkloadPanel } from './workload-panel.tsx'

/** How work is spread over people, how long they wait for each other, and who reviews across teams. */
export function TeamDynamicsPage() {
  const [given] = useAddressValue('min_reviews')
  const people = usePeopleQuery()
  const before = usePeopleQueryBefore()
  const least = leastOf(given)
  const request = useMemo(() => ({ query: { ...people, min_reviews: least } }), [people, least])
  const team = useApi('getTeamMetrics', request)
  const earlier = useApi('getTeamMetrics', { query: { ...before, min_reviews: least } })
  return (
    <>
      <TeamTiles team={team} earlier={earlier} request={request} />
      <div className={css.pair}>
        <WorkloadPanel team={team} request={request} />
        <BottlenecksPanel team={team} request={request} />
      </div>
      <ReviewTimesPanel team={team} request={request} />
      <TeamsPanel />
      <CrossTeamPanel />
    </>
  )
}
