import type { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useApi } from '../api/use-api.ts'
import { onlyFilters, type Search } from '../filters/filters.ts'
import type { Page } from '../pages/registry.ts'
import type { IconName } from '../pieces/icons.tsx'
import { usePages } from './use-pages.ts'

type Navigate = ReturnType<typeof useNavigate>

export interface Command {
  readonly key: string
  readonly title: string
  /** What it is, in a word. */
  readonly kind: string
  readonly icon: IconName
  readonly run: (navigate: Navigate) => void
}

const goTo =
  (to: string, search: Search = {}) =>
  (navigate: Navigate) =>
    void navigate({ to, search: (before: Search) => ({ ...onlyFilters(before), ...search }) })

const pageCommand = ({ path, title, icon }: Page): Command => ({
  key: path,
  title,
  kind: 'Page',
  icon,
  run: goTo(path),
})

const clearing: Command = {
  key: 'clear',
  title: 'Clear all filters',
  kind: 'Command',
  icon: 'filter',
  run: (navigate) => void navigate({ to: '.', search: {} } as Parameters<Navigate>[0]),
}

/** What a few letters may mean: pages, commands, repositories by part of their name, a delivery by its GUID. */
export function useCommands(text: string): readonly Command[] {
  const wanted = text.trim().toLowerCase()
  const { data } = useApi(
    'listRepositories',
    { query: { name: [wanted], limit: 8 } },
    { enabled: wanted.length > 1, live: false },
  )
  const pages = usePages()
  return useMemo(() => {
    const known = [...pages.map(pageCommand), clearing].filter(({ title }) =>
      title.toLowerCase().includes(wanted),
    )
    const repositories = wanted.length > 1 ? (data?.data ?? []) : []
    return [
      ...known,
      ...repositories.map(({ repository }) => onlyThis(repository)),
      ...(/^[\da-f]{8}-[\da-f-]{8,}$/.test(wanted) ? [delivery(wanted)] : []),
    ]
  }, [wanted, data, pages])
}

function onlyThis(repository: string): Command {
  const run = (navigate: Navigate) =>
    void navigate({
      to: '.',
      search: (before: Search) => ({ ...before, repository: [repository] }),
    } as Parameters<Navigate>[0])
  return { key: repository, title: repository, kind: 'Only this repository', icon: 'repository', run }
}

function delivery(guid: string): Command {
  const run = goTo('/deliveries', { open: guid })
  return { key: guid, title: guid, kind: 'Delivery', icon: 'delivery', run }
}
