import type { GitHubIdentity } from '@octometer/event-contracts'
import { expect, test } from 'vitest'
import { githubChecks } from './github-checks.ts'

const now = new Date('2026-03-04T10:00:00Z')
const sync = { feature: 'sync', allowed: true, missing: [], needed: true }
const mona: GitHubIdentity = {
  ...{ credential: 'token', kind: 'user', name: 'mona', id: 1, suspended: false, expires_at: null },
  ...{ features: [sync], problem: null },
}
const check = (its: Partial<GitHubIdentity>) => githubChecks({ identities: [{ ...mona, ...its }] }, now)[0]

test('who may do all that is needed is well; what else is missing is told', () => {
  expect(check({})).toMatchObject({ name: 'github.token', status: 'ok', advice: null })
  const labels = { feature: 'labels', allowed: false, missing: ['repo'], needed: false }
  expect(check({ features: [sync, labels] })).toMatchObject({
    status: 'ok',
    summary: 'mona: labels lacks repo.',
  })
})

test.each<[string, Partial<GitHubIdentity>, string, string]>([
  ['unknown', { problem: 'GitHub does not know it' }, 'fail', 'mona: GitHub does not know it.'],
  [
    'too little',
    { features: [{ ...sync, allowed: false, missing: ['repo', 'read:org'] }] },
    'warn',
    'mona: sync lacks repo, read:org.',
  ],
  ['suspended', { credential: 'installation', suspended: true }, 'warn', 'The installation on mona is'],
  ['about to expire', { expires_at: '2026-03-10T00:00:00.000Z' }, 'warn', 'mona expires at 2026-03-10'],
  ['good for a month', { expires_at: '2026-04-04T00:00:00.000Z' }, 'ok', 'mona may do everything'],
])('%s', (_, its, status, summary) => {
  expect(check(its)).toMatchObject({ status, summary: expect.stringContaining(summary) })
})

test('nobody to ask, and nobody who answers', () => {
  expect(githubChecks({ identities: [] }, now)).toMatchObject([{ name: 'github', status: 'ok' }])
  const silent = githubChecks({ unreachable: 'ServiceUnavailableError' }, now)
  expect(silent).toMatchObject([{ name: 'github', status: 'warn', advice: expect.any(String) }])
})
