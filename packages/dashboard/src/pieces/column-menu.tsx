import { Menu } from '@base-ui/react/menu'
import { IconButton } from './button.tsx'
import { Icon } from './icons.tsx'
import css from './popup.module.css'
import type { ColumnChoice } from './table-columns.ts'

/** Chooses which columns of a table are shown. */
export function ColumnMenu<Row>({ choice }: { readonly choice: ColumnChoice<Row> }) {
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton icon="columns" label="Columns" />} />
      <Menu.Portal>
        <Menu.Positioner className={css.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={`${css.popup} ${css.menu}`}>
            {choice.all.map(({ key, title }) => (
              <Menu.CheckboxItem
                key={key}
                className={css.item}
                checked={choice.isShown(key)}
                onCheckedChange={() => choice.toggle(key)}
                disabled={choice.shown.length === 1 && choice.isShown(key)}
              >
                <span className={css.mark}>{choice.isShown(key) && <Icon name="check" />}</span>
                {title}
              </Menu.CheckboxItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
