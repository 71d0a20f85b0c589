import { letters, repository, type TerminalSystem } from './terminal-system.ts'

/** Each command that there is, as a person gives it; those that write act on what the width, 0 to 2, has for itself. */
export function everyCommand({ pull }: TerminalSystem, width: number): readonly (readonly string[])[] {
  const letter = letters[width] ?? ''
  const alert = `a${width + 1}f0c0`
  return [...asking(pull, letter), ...refused, ...own, ...writing(alert, letter, width)]
}

const help = [
  [],
  ...['status', 'sync', 'sync run', 'dead-letters list', 'send', 'completion'].map((path) => path.split(' ')),
].map((path) => [...path, '--help'])

function asking(pull: string, letter: string): readonly (readonly string[])[] {
  return [
    ...help,
    ['--version'],
    ['status'],
    ['status', '--repository', 'no/such'],
    ['counters'],
    ['counters', '--window', 'all'],
    ['trend', 'commits'],
    ['trend', 'pulls_merged', '--bucket', 'week'],
    ['pr', pull],
    [
      'sql',
      'SELECT event, count() AS deliveries, max(received_at) AS newest FROM deliveries GROUP BY event ORDER BY 2 DESC, 1 LIMIT 5',
    ],
    ['sql', 'SELECT 1 AS one, {word:String} AS word', '--set', 'word=a, b', '--format', 'csv'],
    ['tail', '--no-follow', '--last', '5'],
    ['tail', '--no-follow', '--last', '2', '--json'],
    ['hooks', 'list'],
    ['alerts', 'list'],
    ['alerts', 'list', '--severity', 'low', '--state', 'open', '--json'],
    ['dead-letters', 'list', '--projection', 'issues'],
    ['dead-letters', 'show', `issues:${letter}`],
    ['rebuild'],
    ['doctor'],
  ]
}

const refused = [
  ['nonsense'],
  ['trend', 'commit'],
  ['pr', 'acme'],
  ['pr', 'acme/api#999999'],
  ['sync', 'status'],
  ['sync', 'cancel'],
  ['alerts', 'acknowledge', 'zzz'],
  ['badge', 'stars'],
  ['badge', 'main', '--repository', repository],
  ['replay', 'start'],
  ['sql', 'SELECT nothing FROM nowhere'],
  ['send', 'push', 'missing.json'],
  ['status', '--profile', 'home'],
  ['restore', 'nothing', '--only', 'half'],
  ['migrate', '--status', '--plan'],
  ['keys', 'token', 'alice'],
]

const own = [
  ['profile', 'list'],
  ['profile', 'use', 'nowhere'],
  ['completion', 'tcsh'],
  ['completion', 'bash', 'too'],
]

function writing(alert: string, letter: string, width: number): readonly (readonly string[])[] {
  return [
    ['alerts', 'acknowledge', alert],
    ['alerts', 'mute', alert, '--for', '2026-03-03'],
    ['alerts', 'test'],
    ['dead-letters', 'retry', `issues:${letter}`],
    ['dead-letters', 'dismiss', `issues:${letter}`],
    ['replay', 'start', '--guid', letter],
    ['replay', 'status', '00000000-0000-4000-8000-000000000000'],
    ['rebuild', ['issues', 'people', 'projects'][width] ?? ''],
    ['keys', 'create', `grafana-${width}`, '--repository', 'acme/api', '--expires', '2100-01-01'],
    ['keys', 'list'],
    ['keys', 'revoke', `grafana-${width}`],
    ['keys', 'revoke', `grafana-${width}`],
    ['sync', 'run', 'full'],
    ['sync', 'status'],
    ['sync', 'history', '--limit', '1'],
    ['connect', repository],
    ['hooks', 'set-up', '--repository', repository],
    ['hooks', 'verify'],
    ['hooks', 'ping', '300000001'],
  ]
}

/** What needs somebody who answers, or who is at work. */
export function changing(_system: TerminalSystem, width: number): readonly (readonly string[])[] {
  const name = `work-${width}`
  return [
    ['alerts', 'test'],
    ['profile', 'add', name, '--url', 'https://octometer.example.org'],
    ['profile', 'use', name],
    ['profile', 'list'],
    ['profile', 'remove', name],
    ['profile', 'remove', name],
    ['sync', 'run', 'full', '--detach'],
    ['sync', 'cancel'],
    ['sync', 'cancel'],
  ]
}

/** What changes for all who ask afterwards how new the newest delivery is. */
export function sending({ folder }: TerminalSystem, width: number): readonly (readonly string[])[] {
  const guid = `f0000000-0000-4000-8000-00000000000${width}`
  const send = ['send', 'watch', `${folder}/watch.json`, '--guid', guid, '--profile', 'ingress']
  return [send, [...send, '--json']]
}
