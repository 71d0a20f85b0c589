import { useNotificationChoice } from '../../live/browser-notifications.ts'
import { Button } from '../../pieces/button.tsx'
import { useToast } from '../../pieces/toasts.tsx'
import css from './alerts-page.module.css'

/** Chooses that alerts are shown by the browser too, while the page is out of sight. */
export function NotifyButton() {
  const [choice, toggle] = useNotificationChoice()
  const toast = useToast()
  if (choice === 'unsupported') return null
  if (choice === 'refused') {
    return <p className={css.small}>This browser was told not to show notifications of this page.</p>
  }
  const press = async () => {
    try {
      await toggle()
    } catch {
      toast('This browser keeps no choices: alerts are told on the page alone', 'bad')
    }
  }
  return (
    <Button icon="alert" aria-pressed={choice === 'on'} onClick={() => void press()}>
      {choice === 'on' ? 'Browser notifications are on' : 'Notify me in this browser'}
    </Button>
  )
}
