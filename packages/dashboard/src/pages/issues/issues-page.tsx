import { IssueListPanel } from './issue-list-panel.tsx'
import { IssueTiles } from './issue-tiles.tsx'
import css from './issues-page.module.css'
import { SeverityPanel } from './severity-panel.tsx'
import { TrendPanel } from './trend-panel.tsx'

/** What is open, how severe and how late, and whether it becomes less. */
export function IssuesPage() {
  return (
    <>
      <IssueTiles />
      <div className={css.pair}>
        <TrendPanel />
        <SeverityPanel />
      </div>
      <IssueListPanel />
    </>
  )
}
