import { Pair } from '../../pieces/grid.tsx'
import { BranchPanel } from './branch-panel.tsx'
import { CiTiles } from './ci-tiles.tsx'
import { FailuresPanel } from './failures-panel.tsx'
import { FlakyPanel } from './flaky-panel.tsx'
import { QueuePanel } from './queue-panel.tsx'
import { StuckPanel } from './stuck-panel.tsx'
import { WastePanel } from './waste-panel.tsx'
import { WorkflowsPanel } from './workflows-panel.tsx'

/** Is the default branch green, how long does it take to know, and what is that time worth. */
export function CiPage() {
  return (
    <>
      <CiTiles />
      <BranchPanel />
      <Pair>
        <FailuresPanel />
        <WastePanel />
      </Pair>
      <WorkflowsPanel />
      <Pair>
        <FlakyPanel />
        <QueuePanel />
      </Pair>
      <StuckPanel />
    </>
  )
}
