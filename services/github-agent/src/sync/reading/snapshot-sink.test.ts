import type { Snapshot } from '@octometer/event-contracts'
import { expect, test } from 'vitest'
import { createSnapshotSink, MalformedObjectError, type Seen } from './snapshot-sink.ts'

const at = new Date('2026-01-05T08:00:00Z')
const totals = { issues_open: 3 }
const seen: Seen = { type: 'totals', repository_id: 1, repository: 'acme/api', totals }

test('the same look is the same snapshot whenever it is appended, and another look another', async () => {
  const appended: Snapshot[] = []
  const sink = createSnapshotSink(async (snapshot) => void appended.push(snapshot))
  await sink.append(seen, '1', at)
  await sink.append(seen, '1', new Date(at.getTime() + 5_000))
  await sink.append({ ...seen, totals: { issues_open: 4 } }, '1', at)
  const [first, again, other] = appended.map(({ snapshot_id }) => snapshot_id)
  expect(again).toBe(first)
  expect(other).not.toBe(first)
  expect(appended[1]).toMatchObject({ ...seen, taken_at: '2026-01-05T08:00:05.000Z' })
})

test('what is not as GitHub describes it is refused, with what is wrong and where', async () => {
  const appended: Snapshot[] = []
  const sink = createSnapshotSink(async (snapshot) => void appended.push(snapshot))
  const release = { id: 1, created_at: 'yesterday' }
  // A type of GitHub's says what it should be, not what it is.
  const malformed = { ...seen, type: 'release', release } as unknown as Seen
  const refused = sink.append(malformed, '1:1', at)
  await expect(refused).rejects.toThrow(MalformedObjectError)
  await expect(refused).rejects.toThrow(/release 1:1: release\.tag_name/)
  expect(appended).toEqual([])
})
