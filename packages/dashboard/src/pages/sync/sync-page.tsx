import { CompletenessTable } from './completeness-table.tsx'
import { HistoryTable } from './history-table.tsx'
import { NowPanel } from './now-panel.tsx'
import { SyncPanel } from './sync-panel.tsx'
import { SyncTiles } from './sync-tiles.tsx'

/** Reading repositories from GitHub: begun here, watched while it runs, and how it went before. */
export function SyncPage() {
  return (
    <>
      <NowPanel />
      <SyncTiles />
      <HistoryTable />
      <CompletenessTable />
      <SyncPanel />
    </>
  )
}
