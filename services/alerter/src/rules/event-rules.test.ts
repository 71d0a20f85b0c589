import { defaultAlertRules } from '@octometer/event-contracts'
import { genuinePayload } from '@octometer/testkit'
import { expect, test } from 'vitest'
import { delivered, findingsIn } from './delivered.fixture.ts'
import { readDelivery } from './event-rules.ts'
import { isSensitive } from './sensitive-file.ts'

const repository = { id: 7, full_name: 'acme/api', default_branch: 'main' }

function payload(event: string, more: object): object {
  return { ...genuinePayload(event, 0), ...more, repository: { ...repository, ...Object(more).repository } }
}

const brief = (event: string, more: object) =>
  findingsIn({ event, payload: payload(event, more) }).map(({ rule, subject, evidence }) => ({
    rule,
    subject,
    kind: evidence.kind,
    key: evidence.key,
    at: evidence.at,
    severity: evidence.severity,
  }))

const { allow } = defaultAlertRules['sensitive-file']

test.each([
  '.env',
  'deploy/.ENV',
  '.env.production',
  'prod.env',
  'tls/server.key',
  'ca.pem',
  'api.secret',
  'id_rsa',
  'id_rsa_old',
  'credentials',
  'credentials.json',
  'conf/secrets.yaml',
])('%s is sensitive', (path) => expect(isSensitive(path, { allow })).toBe(true))

test.each([
  '.env.example',
  'app/.env.sample',
  'environment.ts',
  'keyboard.ts',
  'src/credentials/form.ts',
  'secrets',
  'monkey',
  'my.pem.md',
])('%s is not', (path) => expect(isSensitive(path, { allow })).toBe(false))

test('the allow-list knows names and whole paths, without case', () => {
  const mine = { allow: ['Test.Key', 'docs/ca.pem'] }
  expect(['a/test.key', 'docs/CA.pem', 'ca.pem'].map((path) => isSensitive(path, mine))).toEqual([
    false,
    false,
    true,
  ])
})

const commit = (id: string, added: string[], modified: string[] = []) => ({
  id,
  timestamp: '2026-01-05T09:00:00+01:00',
  added,
  modified,
  removed: ['gone.key'],
})

test('each sensitive file of each commit is found once, by its path, at the time of the push', () => {
  const found = brief('push', {
    ref: 'refs/heads/feature',
    commits: [commit('a1', ['.env', 'README.md'], ['.env']), commit('b2', [], ['tls/server.key'])],
    // 2026-01-05T10:00:00Z
    repository: { pushed_at: 1_767_607_200 },
  })
  expect(found).toEqual([
    {
      rule: 'sensitive-file',
      subject: '7:.env',
      kind: 'raised',
      key: 'a1',
      at: '2026-01-05T10:00:00.000Z',
      severity: 'critical',
    },
    {
      rule: 'sensitive-file',
      subject: '7:tls/server.key',
      kind: 'raised',
      key: 'b2',
      at: '2026-01-05T10:00:00.000Z',
      severity: 'critical',
    },
  ])
})

test('a tag brings no alert, nor does a push without commits', () => {
  expect(brief('push', { ref: 'refs/tags/v1', commits: [commit('a1', ['.env'])] })).toEqual([])
  expect(brief('push', { ref: 'refs/heads/main', commits: [] })).toEqual([])
})

const issue = (labels: string[], more: object = {}) => ({
  number: 5,
  title: 'Down',
  html_url: 'https://github.com/acme/api/issues/5',
  state: 'open',
  created_at: '2026-01-05T10:00:00Z',
  updated_at: '2026-01-05T11:00:00Z',
  closed_at: null,
  labels: labels.map((name) => ({ name })),
  ...more,
})
const issues = (action: string, its: object, label: string | null = null) =>
  brief('issues', { action, issue: its, ...(label === null ? {} : { label: { name: label } }) }).map(
    ({ kind, key, at }) => `${kind} ${key} ${at.slice(11, 16)}`,
  )

test('an issue is critical from opening or labelling on, until it is closed or has no such label', () => {
  expect(issues('opened', issue(['bug', 'p0']))).toEqual(['raised P0 10:00'])
  expect(issues('opened', issue(['bug']))).toEqual([])
  expect(issues('labeled', issue(['p0', 'Urgent']), 'Urgent')).toEqual(['raised URGENT 11:00'])
  expect(issues('labeled', issue(['p0', 'bug']), 'bug')).toEqual([])
  expect(issues('labeled', issue(['p0'], { state: 'closed' }), 'p0')).toEqual([])
  expect(issues('unlabeled', issue(['bug']), 'critical')).toEqual(['recovered unlabeled 11:00'])
  expect(issues('unlabeled', issue(['p0']), 'critical')).toEqual([])
  expect(issues('closed', issue(['p0'], { closed_at: '2026-01-05T10:59:59Z' }))).toEqual([
    'recovered closed 10:59',
  ])
  expect(issues('edited', issue(['p0']))).toEqual([])
})

const pull = (mergeable: boolean | null, more: object = {}) => ({
  ...Object(genuinePayload('pull_request', 0).pull_request),
  number: 9,
  state: 'open',
  closed_at: null,
  mergeable,
  updated_at: '2026-01-05T10:00:00Z',
  ...more,
})

test('a pull request conflicts when mergeable is false, not when it is unknown', () => {
  const kinds = (its: object) => brief('pull_request', { pull_request: its }).map(({ kind }) => kind)
  expect(kinds(pull(false))).toEqual(['raised'])
  expect(kinds(pull(null))).toEqual([])
  expect(kinds(pull(true))).toEqual(['recovered'])
  expect(kinds(pull(false, { state: 'closed', closed_at: '2026-01-05T10:00:00Z' }))).toEqual(['recovered'])
})

const run = (conclusion: string, more: object = {}) => ({
  id: 100,
  workflow_id: 3,
  name: 'CI',
  run_attempt: 2,
  head_branch: 'main',
  head_sha: 'f'.repeat(40),
  head_repository: { id: 7 },
  conclusion,
  created_at: '2026-01-05T10:00:00Z',
  run_started_at: '2026-01-05T10:05:00Z',
  updated_at: '2026-01-05T10:09:00Z',
  ...more,
})

test.each([
  [run('failure'), ['raised 7:workflow:3 run:100:2 10:05']],
  [run('timed_out'), ['raised 7:workflow:3 run:100:2 10:05']],
  [run('startup_failure'), ['raised 7:workflow:3 run:100:2 10:05']],
  [run('success'), ['recovered 7:workflow:3 run:100:2 10:05']],
  [run('cancelled'), []],
  [run('failure', { head_branch: 'feature' }), []],
  [run('failure', { head_repository: { id: 8 } }), []],
])('a workflow run of the default branch: %#', (workflow_run, expected) => {
  const found = brief('workflow_run', { action: 'completed', workflow_run })
  expect(found.map(({ kind, subject, key, at }) => `${kind} ${subject} ${key} ${at.slice(11, 16)}`)).toEqual(
    expected,
  )
  expect(brief('workflow_run', { action: 'requested', workflow_run })).toEqual([])
})

test('check suites count for apps other than GitHub Actions, whose runs count themselves', () => {
  const suite = (slug: string) => ({ ...run('failure'), app: { id: 12, slug, name: slug } })
  const found = (slug: string) => brief('check_suite', { action: 'completed', check_suite: suite(slug) })
  expect(found('circleci')).toMatchObject([{ kind: 'raised', subject: '7:app:12', key: 'suite:100' }])
  expect(found('github-actions')).toEqual([])
})

test('deployments fail and recover by environment; production is critical', () => {
  const status = (state: string, environment: string) => {
    const found = brief('deployment_status', {
      deployment_status: { state, created_at: '2026-01-05T10:10:00Z' },
      deployment: { id: 4, ref: 'main', environment, created_at: '2026-01-05T10:00:00Z' },
    })
    return found.map(({ kind, subject, severity }) => `${kind} ${subject} ${severity}`)
  }
  expect(status('failure', 'staging')).toEqual(['raised 7:environment:staging high'])
  expect(status('error', 'Production')).toEqual(['raised 7:environment:Production critical'])
  expect(status('success', 'staging')).toEqual(['recovered 7:environment:staging high'])
  expect(status('in_progress', 'staging')).toEqual([])
})

test('a payload that a rule cannot read is said, and the other rules go on', () => {
  const broken = delivered({ event: 'push', payload: { ref: 5, repository } })
  expect(readDelivery(broken, defaultAlertRules)).toMatchObject({
    findings: [],
    unreadable: [{ rule: 'sensitive-file' }],
  })
})

test('a rule that is switched off finds nothing', () => {
  const off = { ...defaultAlertRules, conflict: { ...defaultAlertRules.conflict, enabled: false } }
  const delivery = delivered({
    event: 'pull_request',
    payload: payload('pull_request', { pull_request: pull(false) }),
  })
  expect(readDelivery(delivery, off)).toEqual({ findings: [], unreadable: [] })
})

test.each(['push', 'issues', 'pull_request', 'check_suite', 'workflow_run', 'deployment_status'])(
  'genuine payloads of %s are read',
  (event) => {
    expect(() => findingsIn({ event, payload: genuinePayload(event, 0) })).not.toThrow()
  },
)
