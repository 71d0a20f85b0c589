import { AlertDialog } from '@base-ui/react/alert-dialog'
import { mayAs, useSession } from '../../api/session.ts'
import { useCommand } from '../../api/use-api.ts'
import { useTold } from '../../api/use-told.ts'
import { Button } from '../../pieces/button.tsx'
import popup from '../../pieces/popup.module.css'
import css from './operations-page.module.css'
import { ARCHIVE } from './projection-table.tsx'

interface RebuildButtonProps {
  readonly name: string
  readonly isRunning: boolean
}

/** Begins a rebuild, after saying what it means. */
export function RebuildButton({ name, isRunning }: RebuildButtonProps) {
  const may = mayAs(useSession(), 'admin')
  const rebuild = useCommand('rebuildProjection')
  const told = useTold()
  if (name === ARCHIVE) return null
  if (!may) return <p className={css.small}>Rebuilding takes the role admin.</p>
  const press = () =>
    rebuild.mutate(
      { path: { name } },
      told({
        done: `${name} is being rebuilt`,
        description: 'The live tables are read until the new ones take their place.',
        failed: `${name} is not rebuilt`,
        changes: ['listProjections'],
      }),
    )
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger render={<Button icon="replay" disabled={isRunning || rebuild.isPending} />}>
        Rebuild
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={popup.backdrop} />
        <AlertDialog.Popup className={`${popup.popup} ${css.question}`}>
          <AlertDialog.Title className={css.strong}>Rebuild {name}?</AlertDialog.Title>
          <AlertDialog.Description>
            The log and the whole archive are read again into new tables, beside the live ones, which are
            answered from meanwhile. Then both are compared, and the new ones take their place.
          </AlertDialog.Description>
          <div className={css.answers}>
            <AlertDialog.Close render={<Button />}>Leave it</AlertDialog.Close>
            <AlertDialog.Close render={<Button look="primary" />} onClick={press}>
              Rebuild it
            </AlertDialog.Close>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
