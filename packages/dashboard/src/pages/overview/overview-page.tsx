import { ActivityPanel } from './activity-panel.tsx'
import { AlertsPanel } from './alerts-panel.tsx'
import { CounterTiles } from './counter-tiles.tsx'
import { EventsPanel } from './events-panel.tsx'
import { LivePanel } from './live-panel.tsx'
import css from './overview-page.module.css'
import { RepositoriesPanel } from './repositories-panel.tsx'
import { StandPanel } from './stand-panel.tsx'
import { TimelinePanel } from './timeline-panel.tsx'

/** What happened, what is happening, and how far the numbers can be trusted. */
export function OverviewPage() {
  return (
    <>
      <CounterTiles />
      <div className={css.columns}>
        <div className={css.wide}>
          <EventsPanel />
          <TimelinePanel />
          <ActivityPanel />
          <RepositoriesPanel />
        </div>
        <div className={css.narrow}>
          <StandPanel />
          <AlertsPanel />
          <LivePanel />
        </div>
      </div>
    </>
  )
}
