import { startNatsServer } from '@octometer/testkit'
import { expect, test } from 'vitest'
import { bucketNames, connectLog, openBucket } from './index.ts'
import { openLog, silentLogger } from './log.fixture.ts'

test('a text is written only over the revision that was seen', async () => {
  await using fixture = await openLog()
  const bucket = await openBucket(fixture.log, bucketNames.alertState)
  expect(await bucket.get('a')).toBeNull()
  const first = await bucket.put('a', 'one', 0)
  expect(await bucket.get('a')).toEqual({ key: 'a', value: 'one', revision: first })
  expect(await bucket.put('a', 'other', 0)).toBeNull()
  const second = await bucket.put('a', 'two', first ?? -1)
  expect(second).toBeGreaterThan(first ?? Number.POSITIVE_INFINITY)
  expect(await bucket.put('a', 'late', first ?? -1)).toBeNull()
  // An answer that was lost: what is there is what was to be written.
  expect(await bucket.put('a', 'two', first ?? -1)).toBe(second)
})

test('entries are what is there now, for every connection; what was removed can be written anew', async () => {
  await using fixture = await openLog()
  const bucket = await openBucket(fixture.log, bucketNames.alertState)
  expect(await bucket.entries()).toEqual([])
  const revision = await bucket.put('rule.a', 'one', 0)
  await bucket.put('rule.b', 'two', 0)
  expect(await bucket.remove('rule.a', 999)).toBe(false)
  expect(await bucket.remove('rule.a', revision ?? -1)).toBe(true)
  const other = await openBucket(await fixture.connect(), bucketNames.alertState)
  expect((await other.entries()).map(({ key, value }) => [key, value])).toEqual([['rule.b', 'two']])
  expect(await other.get('rule.a')).toBeNull()
  expect(await other.put('rule.a', 'again', 0)).not.toBeNull()
})

test('before the streams are declared the error says what makes the bucket', async () => {
  await using server = await startNatsServer()
  await using log = await connectLog({ url: server.url, name: 'test', logger: silentLogger })
  const opened = openBucket(log, bucketNames.alertState).then((bucket) => bucket.entries())
  await expect(opened).rejects.toThrow(/alert_state does not exist: ensureStreams/)
})
