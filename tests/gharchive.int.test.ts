import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { askStore } from './support/ask-store.ts'
import { type FrontDoor, openFrontDoor } from './support/front-door.ts'
import { gharchiveHour } from './support/gharchive-hour.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

let home: string
let file: string
let system: TestSystem
let door: FrontDoor

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'octometer-gharchive-'))
  file = join(home, '2026-01-05-15.json.gz')
  const lines = [...gharchiveHour.map((event) => JSON.stringify(event)), '{"type":"Event"}']
  await writeFile(file, gzipSync(`${lines.join('\n')}\n`))
  system = await startTestSystem({ natsServerBin: inject('natsServerBin'), duplicateWindowMs: 100 })
  door = await openFrontDoor(system, new Date('2026-02-01T00:00:00Z'), home)
}, 60_000)

afterAll(async () => {
  await door?.[Symbol.asyncDispose]()
  await system?.[Symbol.asyncDispose]()
  await rm(home, { recursive: true, force: true })
})

async function importHour() {
  await using projectors = await system.startProjectors()
  const { exitCode, output } = await door.run('import', 'gharchive', file, '-r', 'ACME/api', '--json')
  expect(exitCode, output).toBe(0)
  await projectors.caughtUp()
  return JSON.parse(output)
}

test('an hour of one repository becomes deliveries, and what is trimmed is told by type', async () => {
  const { skipped, ...totals } = await importHour()
  expect(totals).toEqual({
    ...{ events: 23, of_other_repositories: 1, lines: 17, appended: 17, already_there: 0 },
    ...{ left_out: [], refused: [] },
  })
  expect(skipped).toEqual([
    {
      type: 'PullRequestEvent',
      reason: 'pull_request without pull_request.state: GitHub has trimmed it',
      events: 1,
    },
    {
      type: 'PullRequestReviewCommentEvent',
      reason: 'pull_request_review_comment without pull_request.state: GitHub has trimmed it',
      events: 1,
    },
    { type: 'CreateEvent', reason: expect.stringContaining('create without ref'), events: 1 },
    { type: 'SponsorshipEvent', reason: 'no webhook is mapped to such events', events: 1 },
    { type: 'unknown', reason: 'not an event as GH Archive has them since 2015', events: 1 },
  ])
})

test('no projection rejects what was made of it, and nothing is counted that it does not tell', async () => {
  const { access } = system
  expect(await askStore(access, 'SELECT DISTINCT source, signature FROM deliveries')).toEqual([
    { source: 'gharchive', signature: null },
  ])
  expect(await askStore(access, 'SELECT * FROM dead_letters')).toEqual([])
  const facts = 'SELECT DISTINCT counter, key FROM counter_facts ORDER BY counter, key'
  expect(await askStore(access, facts)).toEqual([
    { counter: 'issues_opened', key: '8' },
    { counter: 'pulls_merged', key: '5' },
    { counter: 'pulls_opened', key: '5' },
  ])
})

test('the same hour again appends nothing', async () => {
  expect(await importHour()).toMatchObject({ lines: 17, appended: 0, already_there: 17 })
})
