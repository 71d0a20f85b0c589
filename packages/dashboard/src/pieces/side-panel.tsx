import { Dialog } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import css from './popup.module.css'

interface SidePanelProps {
  readonly title: ReactNode
  /** Under the title, in small. */
  readonly note?: ReactNode
  readonly open: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** One thing in detail, beside the list that it comes from. Escape closes it, and the focus goes back where it was. */
export function SidePanel({ title, note, open, onClose, children }: SidePanelProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={css.backdrop} />
        <Dialog.Popup className={css.drawer}>
          <header className={css.drawerHeader}>
            <div>
              <Dialog.Title className={css.drawerTitle}>{title}</Dialog.Title>
              {note}
            </div>
            <Dialog.Close render={<IconButton icon="close" label="Close" />} />
          </header>
          <div className={css.drawerBody}>{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
