import { Pair } from '../../pieces/grid.tsx'
import { IssueListPanel } from './issue-list-panel.tsx'
import { IssueTiles } from './issue-tiles.tsx'
import { SeverityPanel } from './severity-panel.tsx'
import { TrendPanel } from './trend-panel.tsx'

/** What is open, how severe and how late, and whether it becomes less. */
export function IssuesPage() {
  return (
    <>
      <IssueTiles />
      <Pair wide="first">
        <TrendPanel />
        <SeverityPanel />
      </Pair>
      <IssueListPanel />
    </>
  )
}
