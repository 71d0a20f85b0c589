import { Menu } from '@base-ui/react/menu'
import { sentenceOf } from '../../api/api-problem.ts'
import { mayAs, useSession } from '../../api/session.ts'
import { useCommand } from '../../api/use-api.ts'
import { useNow } from '../../filters/use-filters.ts'
import { Button } from '../../pieces/button.tsx'
import popup from '../../pieces/popup.module.css'
import { useToast } from '../../pieces/toasts.tsx'
import { type Alert, isMuted } from './alert-columns.tsx'
import css from './alerts-page.module.css'
import { useFreshAlerts } from './use-fresh-alerts.ts'

const HOUR = 3_600_000
const lengths = [
  ['For an hour', HOUR],
  ['For a day', 24 * HOUR],
  ['For a week', 7 * 24 * HOUR],
] as const

/** What somebody can do about an alert; a viewer is told who can. */
export function AlertActions({ alert }: { readonly alert: Alert }) {
  const session = useSession()
  if (!mayAs(session, 'operator')) {
    return <p className={css.small}>Acknowledging and muting take the role operator.</p>
  }
  return (
    <div className={css.actions}>
      {alert.state === 'open' && <Acknowledge id={alert.id} />}
      {alert.state !== 'resolved' && <Mute alert={alert} />}
    </div>
  )
}

function Acknowledge({ id }: Pick<Alert, 'id'>) {
  const acknowledge = useCommand('acknowledgeAlert')
  const refresh = useFreshAlerts()
  const toast = useToast()
  const press = () =>
    acknowledge.mutate(
      { path: { id }, body: {} },
      {
        onSuccess: () => {
          toast('Acknowledged', 'plain', 'Nobody is told again that it is open.')
          refresh()
        },
        onError: (error) => toast('It was not acknowledged', 'bad', sentenceOf(error)),
      },
    )
  return (
    <Button icon="check" look="primary" disabled={acknowledge.isPending} onClick={press}>
      Acknowledge
    </Button>
  )
}

function Mute({ alert }: { readonly alert: Alert }) {
  const mute = useCommand('muteAlert')
  const refresh = useFreshAlerts()
  const toast = useToast()
  const now = useNow()
  const choose = (length: number) =>
    mute.mutate(
      { path: { id: alert.id }, body: { until: new Date(Date.now() + length).toISOString() } },
      {
        onSuccess: () => {
          toast('Muted', 'plain', 'It holds for later alerts of the same rule and subject too.')
          refresh()
        },
        onError: (error) => toast('It was not muted', 'bad', sentenceOf(error)),
      },
    )
  return (
    <Menu.Root>
      <Menu.Trigger render={<Button disabled={mute.isPending} />}>
        {isMuted(alert, now) ? 'Mute for longer' : 'Mute'}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={popup.positioner} align="start" sideOffset={4}>
          <Menu.Popup className={`${popup.popup} ${popup.menu}`}>
            {lengths.map(([label, length]) => (
              <Menu.Item key={label} className={popup.item} onClick={() => choose(length)}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
