import { DeploymentsPanel } from './deployments-panel.tsx'
import { DoraRepositoriesPanel } from './dora-repositories-panel.tsx'
import { DoraTiles } from './dora-tiles.tsx'
import { DoraWeeks } from './dora-weeks.tsx'
import { ReleasesPanel } from './releases-panel.tsx'

/** DORA's five metrics, how they moved, and the deployments and releases that they are made of. */
export function DeploymentsPage() {
  return (
    <>
      <DoraTiles />
      <DoraWeeks />
      <DoraRepositoriesPanel />
      <DeploymentsPanel />
      <ReleasesPanel />
    </>
  )
}
