import { useNow } from '../../filters/use-filters.ts'
import { type DateOrder, keepDateOrder, readDateOrder } from '../../format/date-order.ts'
import { formatTime } from '../../format/times.ts'
import { Panel } from '../../pieces/panel.tsx'
import { Segments } from '../../pieces/segments.tsx'
import { useToast } from '../../pieces/toasts.tsx'
import css from './hooks-page.module.css'

const choices = [
  { value: 'year', label: '2026-12-31' },
  { value: 'day', label: '31/12/2026' },
  { value: 'month', label: '12/31/2026' },
] as const

/** What is chosen for this browser alone. */
export function DisplayPanel() {
  const now = useNow()
  const toast = useToast()
  const choose = (order: DateOrder) => {
    if (keepDateOrder(order)) location.reload()
    else
      toast('This browser keeps nothing', 'bad', 'Dates stay as they are while its storage is switched off.')
  }
  return (
    <Panel
      title="In this browser"
      note="Times are in its time zone; light, dark or as the system is chosen below the pages"
    >
      <div className={css.buttons}>
        <Segments label="How dates are written" value={readDateOrder()} choices={choices} onChange={choose} />
        <span className={css.now}>It is {formatTime(new Date(now).toISOString())}</span>
      </div>
    </Panel>
  )
}
