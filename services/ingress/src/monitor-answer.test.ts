import { expect, test } from 'vitest'
import { monitorAnswer } from './monitor-answer.ts'

const AT = new Date('2026-01-02T03:04:05Z')
const timestamp = '2026-01-02T03:04:05.000Z'

test('a push tells branch, pusher, number of commits and sensitive files that were added', () => {
  const commits = [
    { added: ['src/a.ts', 'deploy/.ENV.production'], modified: ['.env'] },
    { added: ['my-credentials.json'] },
  ]
  const payload = { ref: 'refs/heads/feature/x', pusher: { name: 'mona' }, commits }
  expect(monitorAnswer('push', payload, AT)).toEqual({
    event: 'push',
    branch: 'x',
    pusher: 'mona',
    commit_count: 2,
    timestamp,
    warning: 'Sensitive files detected: deploy/.ENV.production, my-credentials.json',
    processed: true,
  })
})

test('a merged pull request, and one with conflicts', () => {
  const pull = { number: 7, title: 'T', user: { login: 'mona' }, merged: true, mergeable: false }
  expect(monitorAnswer('pull_request', { action: 'closed', pull_request: pull }, AT)).toEqual({
    event: 'pull_request',
    action: 'closed',
    pr_number: 7,
    title: 'T',
    author: 'mona',
    merged: true,
    timestamp,
    warning: 'PR #7 has merge conflicts',
    processed: true,
  })
})

test('a critical issue alerts when it is opened, and only then', () => {
  const issue = {
    number: 3,
    title: 'Down',
    user: { login: 'mona' },
    labels: [{ name: 'p0' }, { name: 'bug' }],
  }
  expect(monitorAnswer('issues', { action: 'opened', issue }, AT)).toMatchObject({
    labels: ['p0', 'bug'],
    alert: 'Critical issue opened: #3 - Down',
  })
  expect(monitorAnswer('issues', { action: 'closed', issue }, AT)).not.toHaveProperty('alert')
})

test('failures of builds and deployments are warnings', () => {
  const suite = { status: 'completed', conclusion: 'failure', head_branch: 'main' }
  expect(monitorAnswer('check_suite', { check_suite: suite }, AT)).toMatchObject({
    ...{ status: 'completed', conclusion: 'failure', branch: 'main' },
    warning: 'Build failed on main',
  })
  const deployment_status = { state: 'failure', environment: 'production' }
  expect(monitorAnswer('deployment_status', { deployment_status }, AT)).toMatchObject({
    ...deployment_status,
    warning: 'Deployment to production failed',
  })
})

test('a deployment tells its environment and ref, a release what happened to which', () => {
  const deployment = { environment: 'staging', ref: 'main' }
  expect(monitorAnswer('deployment', { deployment }, AT)).toEqual({
    event: 'deployment',
    ...deployment,
    ...{ timestamp, processed: true },
  })
  const running = { state: 'in_progress', environment: 'staging' }
  expect(monitorAnswer('deployment_status', { deployment_status: running }, AT)).toEqual({
    event: 'deployment_status',
    ...running,
    ...{ timestamp, processed: true },
  })
  const release = { tag_name: 'v1.2.0', name: 'Spring' }
  expect(monitorAnswer('release', { action: 'published', release }, AT)).toEqual({
    ...{ event: 'release', action: 'published' },
    ...release,
    ...{ timestamp, processed: true },
  })
})

test('an event without a description is unhandled', () => {
  const unhandled = { status: 'unhandled', processed: true }
  expect(monitorAnswer('star', {}, AT)).toEqual({ event_type: 'star', ...unhandled })
  expect(monitorAnswer('constructor', {}, AT)).toEqual({ event_type: 'constructor', ...unhandled })
})

test.each(['push', 'pull_request', 'issues', 'check_suite', 'deployment', 'deployment_status', 'release'])(
  'a %s whose parts are missing or of other types is answered all the same',
  (event) => {
    const odd = {
      commits: [null, 1, { added: 'x' }],
      issue: { labels: ['x', null] },
      pull_request: null,
      release: [],
    }
    expect(monitorAnswer(event, {}, AT)).toMatchObject({ event, processed: true })
    expect(monitorAnswer(event, odd, AT)).toMatchObject({ event, processed: true })
  },
)
