import { Pair } from '../../pieces/grid.tsx'
import { LimitTable } from './limit-table.tsx'
import { SpendersPanel } from './spenders-panel.tsx'
import { UsageChart } from './usage-chart.tsx'
import { UsageTiles } from './usage-tiles.tsx'

/** What is left of GitHub's limits, who spends it, and how much the cache spares. */
export function ApiUsagePage() {
  return (
    <>
      <UsageTiles />
      <LimitTable />
      <UsageChart />
      <Pair>
        <SpendersPanel by="route" title="By route" />
        <SpendersPanel by="token" title="By token" />
      </Pair>
    </>
  )
}
