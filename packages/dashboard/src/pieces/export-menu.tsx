import { Menu } from '@base-ui/react/menu'
import { addressOf } from '../api/address-of.ts'
import type { Operation, Request } from '../api/operations.ts'
import { IconButton } from './button.tsx'
import css from './popup.module.css'

interface ExportMenuProps<Name extends Operation> {
  readonly name: Name
  /** As it was asked; the file holds the whole list, not only the page that is seen. */
  readonly request: Request<Name>
  /** Saves what is drawn as a picture, where something is. */
  readonly onPng?: () => void
}

/** The list behind a table or chart as CSV, JSON or JSON lines, and the chart as a PNG. */
export function ExportMenu<Name extends Operation>({ name, request, onPng }: ExportMenuProps<Name>) {
  const hrefOf = (format: string) => wholeList(addressOf(name, request, { format }))
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton icon="download" label="Download" />} />
      <Menu.Portal>
        <Menu.Positioner className={css.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={`${css.popup} ${css.menu}`}>
            <Menu.LinkItem className={css.item} href={hrefOf('csv')} download>
              CSV
            </Menu.LinkItem>
            <Menu.LinkItem className={css.item} href={hrefOf('json')} download>
              JSON
            </Menu.LinkItem>
            <Menu.LinkItem className={css.item} href={hrefOf('ndjson')} download>
              JSON, a line each
            </Menu.LinkItem>
            {onPng && (
              <Menu.Item className={css.item} onClick={onPng}>
                PNG of the chart
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

/** A file holds the whole list: which page of it is seen does not go along. */
function wholeList(address: string): string {
  const url = new URL(address, location.origin)
  url.searchParams.delete('limit')
  url.searchParams.delete('cursor')
  return `${url.pathname}${url.search}`
}
