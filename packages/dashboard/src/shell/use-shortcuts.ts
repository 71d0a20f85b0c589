import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { onlyFilters, type Search } from '../filters/filters.ts'
import { useShortcutChoice } from './shortcut-choice.ts'
import { usePages } from './use-pages.ts'

/** After `g`, so long a page's key is waited for. */
const CHORD_MS = 1_200

/** The keys of the whole dashboard. They sleep while somebody writes; single ones can be switched off. */
export function useShortcuts(open: (what: 'palette' | 'shortcuts') => void): void {
  const navigate = useNavigate()
  const pages = usePages()
  const [isOn] = useShortcutChoice()
  useEffect(() => {
    let goUntil = 0
    const press = (event: KeyboardEvent) => {
      const withCommand = event.metaKey || event.ctrlKey
      if (withCommand && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        open('palette')
        return
      }
      if (!isOn || withCommand || event.altKey || isTaken(event.target)) return
      if (event.key === '?') open('shortcuts')
      if (event.key === '/') {
        event.preventDefault()
        open('palette')
      }
      const page = event.timeStamp < goUntil ? pages.find(({ key }) => key === event.key) : undefined
      goUntil = event.key === 'g' ? event.timeStamp + CHORD_MS : 0
      if (page) void navigate({ to: page.path, search: (before: Search) => onlyFilters(before) })
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [navigate, open, pages, isOn])
}

/** Somebody writes, or looks for an entry of a menu by its letters. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.closest('input, textarea, select, [contenteditable], [role="menu"]') !== null
}
