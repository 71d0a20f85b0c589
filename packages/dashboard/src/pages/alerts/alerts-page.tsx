import { useAddressValue } from '../../filters/use-filters.ts'
import { Segments } from '../../pieces/segments.tsx'
import { AlertPanel } from './alert-panel.tsx'
import { AlertTable } from './alert-table.tsx'
import css from './alerts-page.module.css'
import { NotifyButton } from './notify-button.tsx'
import { RulesPanel } from './rules-panel.tsx'
import { useFreshAlerts } from './use-fresh-alerts.ts'

const views = [
  { value: 'alerts', label: 'Alerts' },
  { value: 'rules', label: 'Rules' },
] as const

/** What needs somebody, and by which rules it is found. */
export function AlertsPage() {
  const [view, choose] = useAddressValue('view')
  useFreshAlerts()
  return (
    <>
      <div className={css.top}>
        <Segments
          label="View"
          value={view === 'rules' ? view : 'alerts'}
          choices={views}
          onChange={(chosen) => choose(chosen === 'rules' ? chosen : '', { replace: false })}
        />
        <NotifyButton />
      </div>
      {view === 'rules' ? <RulesPanel /> : <AlertTable />}
      <AlertPanel />
    </>
  )
}
