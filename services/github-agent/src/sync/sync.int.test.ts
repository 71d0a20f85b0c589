import { expect, test } from 'vitest'
import { startSyncTest } from './sync.fixture.ts'

const from = new Date('2025-06-01T00:00:00Z')
const until = new Date('2026-01-05T07:00:00Z')

test('a full sync appends everything of a repository, as GitHub has it', async () => {
  await using sync = await startSyncTest()
  const { github } = sync
  github.seed({ seed: 3, repositories: 1, issuesAndPullRequests: 250, commits: 130, from, until })
  await using _agent = await sync.agent()
  const run = await sync.ended(await sync.start('full'))
  console.log(run, sync.spent())
  expect(run).toMatchObject({ stage: 'completed', errors: [] })
})
