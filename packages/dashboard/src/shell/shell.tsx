import { Dialog } from '@base-ui/react/dialog'
import { Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useSession } from '../api/session.ts'
import { FilterBar } from '../filters/filter-bar.tsx'
import { LiveProvider } from '../live/live-context.tsx'
import { pages } from '../pages/registry.ts'
import { Button, IconButton } from '../pieces/button.tsx'
import { Icon } from '../pieces/icons.tsx'
import { Empty } from '../pieces/panel.tsx'
import popup from '../pieces/popup.module.css'
import { AlertToasts } from './alert-toasts.tsx'
import { AsOf } from './as-of.tsx'
import { CommandPalette } from './command-palette.tsx'
import { Navigation } from './navigation.tsx'
import css from './shell.module.css'
import { ShortcutList } from './shortcut-list.tsx'
import { SignedInAs } from './signed-in-as.tsx'
import { ThemeSwitch } from './theme-switch.tsx'
import { usePages } from './use-pages.ts'
import { useShortcuts } from './use-shortcuts.ts'

type Opened = 'palette' | 'shortcuts' | null

/** What is around every page. */
export function Shell() {
  const session = useSession()
  const [opened, setOpened] = useState<Opened>(null)
  useShortcuts(setOpened)
  if (session?.principal == null) return null
  const close = (isOpen: boolean) => !isOpen && setOpened(null)
  return (
    <LiveProvider>
      <a className={css.skip} href="#main">
        Skip to the content
      </a>
      <div className={css.shell}>
        <aside className={css.sidebar}>
          <Brand />
          <Navigation />
          <div className={css.foot}>
            <SignedInAs session={session} />
            <ThemeSwitch />
          </div>
        </aside>
        <TopBar onSearch={() => setOpened('palette')} onHelp={() => setOpened('shortcuts')} />
        <Main />
      </div>
      <AlertToasts />
      <CommandPalette open={opened === 'palette'} onOpenChange={close} />
      <ShortcutList open={opened === 'shortcuts'} onOpenChange={close} />
    </LiveProvider>
  )
}

function Brand() {
  return (
    <div className={css.brand}>
      <img src="/dashboard/favicon.svg" alt="" width="20" height="20" />
      Octometer
    </div>
  )
}

interface TopBarProps {
  readonly onSearch: () => void
  readonly onHelp: () => void
}

function TopBar({ onSearch, onHelp }: TopBarProps) {
  return (
    <header className={css.top}>
      <Drawer />
      <h1 className={css.title}>{usePage()?.title ?? 'Not found'}</h1>
      <AsOf />
      <Button className={css.search ?? ''} onClick={onSearch}>
        <Icon name="search" size={14} />
        <span className={css.searchText}>Search</span>
        <kbd>⌘K</kbd>
      </Button>
      <IconButton icon="keyboard" label="Keyboard shortcuts" onClick={onHelp} className={css.keys ?? ''} />
    </header>
  )
}

/** The navigation where there is no room for a sidebar. */
function Drawer() {
  const [open, setOpen] = useState(false)
  const session = useSession()
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger render={<IconButton icon="menu" label="Pages" className={css.hamburger ?? ''} />} />
      <Dialog.Portal>
        <Dialog.Backdrop className={popup.backdrop} />
        <Dialog.Popup className={popup.drawer} data-side="left">
          <Dialog.Title render={<Brand />} />
          <Navigation onNavigate={() => setOpen(false)} />
          <div className={css.foot}>
            {session && <SignedInAs session={session} />}
            <ThemeSwitch />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function usePage() {
  const { pathname } = useLocation()
  return pages.find(({ path }) => path === (pathname.replace(/\/$/, '') || '/'))
}

/** After a page was changed the focus is at its beginning, not lost with what was pressed. */
function Main() {
  const page = usePage()
  const mayOpen = usePages().some(({ path }) => path === page?.path)
  const main = useRef<HTMLElement>(null)
  const shown = useRef(page)
  useEffect(() => {
    document.title = `${page?.title ?? 'Not found'} · Octometer`
    if (shown.current !== page) main.current?.focus({ preventScroll: true })
    shown.current = page
  }, [page])
  return (
    <main id="main" className={css.main} tabIndex={-1} ref={main}>
      {page !== undefined && !mayOpen ? (
        <Empty title={`${page.title} is not kept by repository`}>
          Your key shows some repositories alone. Sign in with one that shows all of them.
        </Empty>
      ) : (
        <>
          {page && <FilterBar offered={page.filters} />}
          <Outlet />
        </>
      )}
    </main>
  )
}
