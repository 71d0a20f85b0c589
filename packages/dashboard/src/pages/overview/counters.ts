import type { CounterName } from '@octometer/gateway-api'

interface CounterLook {
  readonly name: CounterName
  readonly label: string
  readonly better: 'more' | 'less' | 'neither'
}

/** The twelve counters in their order; only where one way is plainly worse does a change have a colour. */
export const counters: readonly CounterLook[] = [
  { name: 'commits', label: 'Commits', better: 'neither' },
  { name: 'pushes', label: 'Pushes', better: 'neither' },
  { name: 'pulls_opened', label: 'PRs opened', better: 'neither' },
  { name: 'pulls_merged', label: 'PRs merged', better: 'more' },
  { name: 'pulls_closed', label: 'PRs closed', better: 'neither' },
  { name: 'issues_opened', label: 'Issues opened', better: 'neither' },
  { name: 'issues_closed', label: 'Issues closed', better: 'more' },
  { name: 'deployments', label: 'Deployments', better: 'more' },
  { name: 'build_failures', label: 'Build failures', better: 'less' },
  { name: 'test_failures', label: 'Test failures', better: 'less' },
  { name: 'conflicts', label: 'Conflicts', better: 'less' },
  { name: 'hotfixes', label: 'Hotfixes', better: 'less' },
]
