import { lazyRouteComponent, type RouteComponent } from '@tanstack/react-router'
import type { IconName } from '../pieces/icons.tsx'

export const pageGroups = ['Delivery', 'People', 'Work', 'System'] as const

/** The filters of the bar. */
export type FilterName = 'range' | 'repositories' | 'people' | 'exclude' | 'teams' | 'bots' | 'maintainers'

export interface Page {
  /** Below `/dashboard`. */
  readonly path: string
  readonly title: string
  readonly group: (typeof pageGroups)[number]
  readonly icon: IconName
  /** After `g`, this key opens it. */
  readonly key: string
  /** Those that change what the page shows; the others are not offered there, and stay as they are. */
  readonly filters: readonly FilterName[]
  /** True: what it shows is not kept by repository, so nobody whose key is for some of them alone may ask for it. */
  readonly isOfAll?: true
  readonly component: RouteComponent
}

/** Every page, in the order of the sidebar. A new one is a line here and a folder beside this file. */
export const pages: readonly Page[] = [
  {
    path: '/',
    title: 'Overview',
    group: 'Delivery',
    icon: 'overview',
    key: 'o',
    filters: ['range', 'repositories'],
    component: lazyRouteComponent(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
  },
  {
    path: '/ci',
    title: 'CI',
    group: 'Delivery',
    icon: 'checks',
    key: 'c',
    filters: ['range', 'repositories'],
    component: lazyRouteComponent(() => import('./ci/ci-page.tsx'), 'CiPage'),
  },
  {
    path: '/deployments',
    title: 'Deployments & DORA',
    group: 'Delivery',
    icon: 'rocket',
    key: 'r',
    filters: ['range', 'repositories'],
    component: lazyRouteComponent(() => import('./deployments/deployments-page.tsx'), 'DeploymentsPage'),
  },
  {
    path: '/pull-requests',
    title: 'Pull requests',
    group: 'Delivery',
    icon: 'pulls',
    key: 'p',
    filters: ['range', 'repositories', 'people', 'exclude', 'teams', 'bots'],
    component: lazyRouteComponent(() => import('./pull-requests/pull-requests-page.tsx'), 'PullRequestsPage'),
  },
  {
    path: '/contributors',
    title: 'Contributors',
    group: 'People',
    icon: 'people',
    key: 'l',
    filters: ['range', 'repositories', 'people', 'exclude', 'bots', 'maintainers'],
    component: lazyRouteComponent(() => import('./contributors/contributors-page.tsx'), 'ContributorsPage'),
  },
  {
    path: '/team-dynamics',
    title: 'Team dynamics',
    group: 'People',
    icon: 'team',
    key: 't',
    filters: ['range', 'repositories', 'people', 'exclude', 'bots', 'maintainers'],
    component: lazyRouteComponent(() => import('./team-dynamics/team-dynamics-page.tsx'), 'TeamDynamicsPage'),
  },
  {
    path: '/repositories',
    title: 'Repositories',
    group: 'Work',
    icon: 'repository',
    key: 'e',
    filters: ['range', 'repositories'],
    component: lazyRouteComponent(() => import('./repositories/repositories-page.tsx'), 'RepositoriesPage'),
  },
  {
    path: '/projects',
    title: 'Projects',
    group: 'Work',
    icon: 'project',
    key: 'j',
    filters: ['repositories'],
    component: lazyRouteComponent(() => import('./projects/projects-page.tsx'), 'ProjectsPage'),
  },
  {
    path: '/alerts',
    title: 'Alerts',
    group: 'Work',
    icon: 'alert',
    key: 'a',
    filters: ['repositories'],
    component: lazyRouteComponent(() => import('./alerts/alerts-page.tsx'), 'AlertsPage'),
  },
  {
    path: '/deliveries',
    title: 'Deliveries',
    group: 'System',
    icon: 'delivery',
    key: 'd',
    filters: ['range', 'repositories', 'people'],
    component: lazyRouteComponent(() => import('./deliveries/deliveries-page.tsx'), 'DeliveriesPage'),
  },
  {
    path: '/intake',
    title: 'Intake',
    group: 'System',
    icon: 'intake',
    key: 'n',
    filters: ['range'],
    isOfAll: true,
    component: lazyRouteComponent(() => import('./intake/intake-page.tsx'), 'IntakePage'),
  },
  {
    path: '/sync',
    title: 'Sync',
    group: 'System',
    icon: 'sync',
    key: 's',
    filters: ['repositories'],
    isOfAll: true,
    component: lazyRouteComponent(() => import('./sync/sync-page.tsx'), 'SyncPage'),
  },
  {
    path: '/api-usage',
    title: 'API usage',
    group: 'System',
    icon: 'usage',
    key: 'u',
    filters: ['range'],
    isOfAll: true,
    component: lazyRouteComponent(() => import('./api-usage/api-usage-page.tsx'), 'ApiUsagePage'),
  },
  {
    path: '/operations',
    title: 'Operations',
    group: 'System',
    icon: 'operations',
    key: 'x',
    filters: [],
    component: lazyRouteComponent(() => import('./operations/operations-page.tsx'), 'OperationsPage'),
  },
  {
    path: '/hooks',
    title: 'Hooks & configuration',
    group: 'System',
    icon: 'hook',
    key: 'h',
    filters: [],
    isOfAll: true,
    component: lazyRouteComponent(() => import('./hooks/hooks-page.tsx'), 'HooksPage'),
  },
  {
    path: '/issues',
    title: 'Issues',
    group: 'Work',
    icon: 'issue',
    key: 'i',
    filters: ['range', 'repositories'],
    component: lazyRouteComponent(() => import('./issues/issues-page.tsx'), 'IssuesPage'),
  },
]
