import type { CycleTimeName } from '@octometer/gateway-api'
import { useMemo } from 'react'
import { useApi } from '../../api/use-api.ts'
import { useAddress, useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { definitions } from './definitions.ts'
import { FunnelPanel } from './funnel-panel.tsx'
import { LifecyclePanel } from './lifecycle-panel.tsx'
import css from './pull-requests-page.module.css'
import { PullTable } from './pull-table.tsx'
import { PullTiles } from './pull-tiles.tsx'
import { SizePanel } from './size-panel.tsx'
import { StalePanel } from './stale-panel.tsx'
import { StandingPanel } from './standing-panel.tsx'
import { StoryPanel } from './story-panel.tsx'

/** How pull requests flow, which of them stand still, and the story of each. */
export function PullRequestsPage() {
  const [opened, setOpened] = useAddressValue('open')
  const [, change] = useAddress()
  const request = useMetricsRequest()
  const metrics = useApi('getPullRequestMetrics', request)
  const funnelRequest = useFunnelRequest()
  const funnel = useApi('getPullRequestFunnel', funnelRequest)
  const open = (name: string) => setOpened(name, { replace: false })
  return (
    <>
      <PullTiles metrics={metrics} request={request} />
      <FunnelPanel funnel={funnel} request={funnelRequest} />
      <StandingPanel funnel={funnel} request={funnelRequest} onOpen={open} />
      <div className={css.pair}>
        <LifecyclePanel metrics={metrics} request={request} />
        <div className={css.stack}>
          <SizePanel metrics={metrics} request={request} />
          <StalePanel onOpen={open} />
        </div>
      </div>
      <PullTable onOpen={open} />
      {opened !== '' && (
        <StoryPanel name={opened} onClose={() => change({ open: undefined, without: undefined })} />
      )}
    </>
  )
}

function useFunnelRequest() {
  const { since, until, repository, author, exclude_user, team, kind } = useFilterParameters()
  return useMemo(
    () => ({ query: { since, until, repository, author, exclude_user, team, kind } }),
    [since, until, repository, author, exclude_user, team, kind],
  )
}

/** The metrics as the bar and the picker want them, beside those of the period before. */
function useMetricsRequest() {
  const { since, until, repository, author, exclude_user, team, kind } = useFilterParameters()
  const [chosen] = useAddressValue('definition')
  return useMemo(() => {
    const definition: CycleTimeName = chosen in definitions ? (chosen as CycleTimeName) : 'octometer'
    return {
      query: { definition, since, until, repository, author, exclude_user, team, kind, compare: 'previous' },
    }
  }, [chosen, since, until, repository, author, exclude_user, team, kind])
}
