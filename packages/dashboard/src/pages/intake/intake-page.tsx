import { HourGrid } from './hour-grid.tsx'
import { HourTable } from './hour-table.tsx'
import { IntakeTiles } from './intake-tiles.tsx'
import { MissingTable } from './missing-table.tsx'

/** Whether everything is here that GitHub sent, by GitHub's own logs. */
export function IntakePage() {
  return (
    <>
      <IntakeTiles />
      <HourGrid />
      <MissingTable />
      <HourTable />
    </>
  )
}
