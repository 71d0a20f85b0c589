import { lazyRouteComponent, type RouteComponent } from '@tanstack/react-router'
import type { IconName } from '../pieces/icons.tsx'

export const pageGroups = ['Delivery', 'People', 'Work', 'System'] as const

/** The filters of the bar. */
export type FilterName = 'range' | 'repositories' | 'people' | 'exclude' | 'teams' | 'bots'

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
    path: '/deliveries',
    title: 'Deliveries',
    group: 'System',
    icon: 'delivery',
    key: 'd',
    filters: ['range', 'repositories', 'people'],
    component: lazyRouteComponent(() => import('./deliveries/deliveries-page.tsx'), 'DeliveriesPage'),
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
