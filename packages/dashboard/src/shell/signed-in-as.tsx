import { Menu } from '@base-ui/react/menu'
import type { Session } from '@octometer/gateway-api'
import { useNavigate } from '@tanstack/react-router'
import { sentenceOf } from '../api/api-problem.ts'
import { useSessionChange } from '../api/session.ts'
import { Button } from '../pieces/button.tsx'
import { Icon } from '../pieces/icons.tsx'
import popup from '../pieces/popup.module.css'
import { useToast } from '../pieces/toasts.tsx'
import css from './signed-in-as.module.css'

/** Who looks, and the way out. */
export function SignedInAs({ session }: { readonly session: Session }) {
  const { signOut } = useSessionChange()
  const navigate = useNavigate()
  const toast = useToast()
  const { principal } = session
  if (principal === null) return null
  const leave = async () => {
    try {
      await signOut()
      await navigate({ to: '/sign-in' })
    } catch (error) {
      toast('You are still signed in', 'bad', sentenceOf(error))
    }
  }
  return (
    <Menu.Root>
      <Menu.Trigger render={<Button look="quiet" className={css.trigger ?? ''} />}>
        <span className={css.name}>{principal.name}</span>
        <span className={css.role}>{principal.role}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={popup.positioner} sideOffset={4} align="start">
          <Menu.Popup className={`${popup.popup} ${popup.menu}`}>
            <Menu.LinkItem className={popup.item} href="/docs">
              <Icon name="external" />
              API documentation
            </Menu.LinkItem>
            {principal.via !== 'anonymous' && (
              <Menu.Item className={popup.item} onClick={() => void leave()}>
                <Icon name="signOut" />
                Sign out
              </Menu.Item>
            )}
            {principal.via === 'anonymous' && (
              <Menu.Item className={popup.item} onClick={() => void navigate({ to: '/sign-in' })}>
                <Icon name="signOut" />
                Sign in
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
