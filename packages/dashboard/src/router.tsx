import type { QueryClient } from '@tanstack/react-query'
import { createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router'
import { readSession } from './api/session.ts'
import { parseSearch, type Search, stringifySearch } from './filters/filters.ts'
import { pages } from './pages/registry.ts'
import { SignInPage } from './pages/sign-in/sign-in-page.tsx'
import { ProblemNote } from './pieces/panel.tsx'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'

const BASE = '/dashboard'

/** The page of an address is fetched while it is asked who is signed in, instead of after that. */
export function preloadPage(pathname: string): void {
  const path = `/${pathname.slice(BASE.length + 1)}`
  const page = pages.find((each) => each.path === path)
  // The router asks for the same one again, and tells what went wrong.
  page?.component.preload?.()?.catch(() => undefined)
}

/** Every page under the shell, for who is signed in; everybody else is shown where to sign in. */
export function createDashboardRouter(client: QueryClient) {
  const root = createRootRoute({
    component: Outlet,
    validateSearch: (search: Record<string, unknown>): Search => search as Search,
  })
  const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', component: SignInPage })
  const shell = createRoute({
    getParentRoute: () => root,
    id: 'shell',
    component: Shell,
    beforeLoad: async () => {
      const session = await client.ensureQueryData({
        queryKey: ['session'],
        queryFn: readSession,
        meta: { live: false },
      })
      if (session.principal === null) throw redirect({ to: '/sign-in' })
    },
  })
  const children = pages.map(({ path, component }) =>
    createRoute({ getParentRoute: () => shell, path, component }),
  )
  return createRouter({
    routeTree: root.addChildren([signIn, shell.addChildren(children)]),
    basepath: BASE,
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultPreload: 'intent',
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ({ error, reset }) => <ProblemNote error={error} onRetry={reset} />,
  })
}
