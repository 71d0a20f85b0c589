import { Dialog } from '@base-ui/react/dialog'
import { IconButton } from '../pieces/button.tsx'
import popup from '../pieces/popup.module.css'
import { useShortcutChoice } from './shortcut-choice.ts'
import css from './shortcut-list.module.css'
import { usePages } from './use-pages.ts'

interface ShortcutListProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

const everywhere = [
  ['⌘K, Ctrl-K or /', 'Search and commands'],
  ['?', 'This list'],
  ['Esc', 'Close what is open'],
  ['Tab, Enter', 'Go through rows and open one'],
] as const

export function ShortcutList({ open, onOpenChange }: ShortcutListProps) {
  const [isOn, choose] = useShortcutChoice()
  const goTo = usePages().map(({ key, title }) => [`g then ${key}`, title] as const)
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={popup.backdrop} />
        <Dialog.Popup className={popup.dialog}>
          <div className={css.header}>
            <Dialog.Title className={popup.drawerTitle}>Keyboard shortcuts</Dialog.Title>
            <Dialog.Close render={<IconButton icon="close" label="Close" />} />
          </div>
          <dl className={css.list}>
            {[...everywhere, ...goTo].map(([keys, what]) => (
              <div key={keys}>
                <dt>{what}</dt>
                <dd>
                  <kbd>{keys}</kbd>
                </dd>
              </div>
            ))}
          </dl>
          <label className={css.choice}>
            <input type="checkbox" checked={isOn} onChange={({ target }) => choose(target.checked)} />
            Keys without Ctrl or ⌘ do something
          </label>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
