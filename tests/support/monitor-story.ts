import type { Told } from './send-twice.ts'
import { type ToldRepository, told } from './told.ts'

const api: ToldRepository = { id: 1, full_name: 'acme/api' }

/** `02T09:10` is 09:10 of the second of March 2026, a Monday; `-27T…` is of February. */
const at = (text: string) => `2026-${text.startsWith('-') ? `02${text}` : `03-${text}`}:00Z`

/** A push to main of commits, by their names and times. */
export function push(pushedAt: string, commits: Readonly<Record<string, string>>): Told {
  return told(
    api,
    ['push', 4],
    {
      ref: 'refs/heads/main',
      after: `after ${pushedAt}`,
      deleted: false,
      commits: Object.entries(commits).map(([id, time]) => ({ id, timestamp: at(time) })),
    },
    { pushed_at: Date.parse(at(pushedAt)) / 1000 },
  )
}

function pull(action: string, number: number, times: Times, more: object = {}): Told {
  const closed_at = times.closed === undefined ? null : at(times.closed)
  const merged_at = times.merged === undefined ? null : at(times.merged)
  const pull_request = {
    number,
    title: 'A change',
    labels: [],
    head: { ref: 'change', sha: `head ${number}` },
    state: closed_at === null ? 'open' : 'closed',
    mergeable: null,
    created_at: at(times.opened),
    updated_at: at(times.merged ?? times.closed ?? times.opened),
    closed_at,
    merged_at,
    ...more,
  }
  return told(api, ['pull_request', 3], { action, number, pull_request })
}

interface Times {
  readonly opened: string
  readonly closed?: string
  readonly merged?: string
}

function issue(action: 'opened' | 'closed', number: number, opened: string, closed?: string): Told {
  const closed_at = closed === undefined ? null : at(closed)
  const its = { number, created_at: at(opened), updated_at: at(closed ?? opened), closed_at }
  return told(api, ['issues', 15], {
    action,
    issue: { ...its, state: closed_at === null ? 'open' : 'closed' },
  })
}

function deploy(id: number, environment: string, ref: string, created: string): Told {
  return told(api, ['deployment', 0], {
    action: 'created',
    deployment: { id, environment, ref, created_at: at(created), production_environment: false },
  })
}

function suite(id: number, created: string, conclusion: string): Told {
  const check_suite = {
    id,
    status: 'completed',
    conclusion,
    created_at: at(created),
    updated_at: at(created),
  }
  return told(api, ['check_suite', 0], { action: 'completed', check_suite })
}

function testRun(id: number, name: string, suiteCreated: string): Told {
  const check_suite = { id: id * 10, created_at: at(suiteCreated), updated_at: at(suiteCreated) }
  const check_run = { id, name, status: 'completed', conclusion: 'failure', check_suite }
  return told(api, ['check_run', 1], { action: 'completed', check_run })
}

/** A week of one repository that moves each of the twelve counters; what is of February is of the week before. */
export const monitorStory: readonly Told[] = [
  push('05T08:06', { c1: '04T09:10', c2: '05T08:05' }),
  push('05T09:01', { c2: '05T08:05', c0: '-27T10:00' }),
  pull('opened', 1, { opened: '03T10:00' }, { mergeable: false }),
  pull('opened', 2, { opened: '04T10:00' }),
  pull(
    'closed',
    2,
    { opened: '04T10:00', closed: '05T07:30', merged: '05T07:30' },
    { title: 'Hotfix: sign in' },
  ),
  pull('closed', 3, { opened: '-26T10:00', closed: '03T12:00' }),
  pull('closed', 3, { opened: '-26T10:00', closed: '04T12:00' }),
  issue('opened', 10, '02T09:00'),
  issue('closed', 10, '02T09:00', '05T06:00'),
  issue('opened', 11, '-28T09:00'),
  deploy(50, 'staging', 'main', '05T05:00'),
  deploy(51, 'production', 'hotfix/sign-in', '05T07:40'),
  suite(70, '04T08:00', 'failure'),
  suite(71, '04T08:10', 'timed_out'),
  suite(72, '04T08:20', 'success'),
  testRun(80, 'unit tests', '04T08:00'),
  testRun(81, 'lint', '04T08:00'),
]
