import { expect, test } from 'vitest'
import { type BucketEntry, bucketNames, openBucket, watchBucket } from './index.ts'
import { openLog, until } from './log.fixture.ts'

test('a watch gives what is there and every change; what was known last holds while the server is away', async () => {
  await using fixture = await openLog()
  const bucket = await openBucket(fixture.log, bucketNames.hookConfigs)
  await bucket.put('a', 'one', 0)
  let held: readonly BucketEntry[] = []
  const failures: unknown[] = []
  const keep = (entries: readonly BucketEntry[]) => {
    held = entries
  }
  await using _watch = await watchBucket(fixture.log, bucketNames.hookConfigs, keep, {
    everyMs: 10,
    onUnreadable: (error) => failures.push(error),
  })
  const keys = () => held.map(({ key }) => key).join()
  expect(keys()).toBe('a')
  const revision = await bucket.put('b', 'two', 0)
  await until(keys, (now) => now === 'a,b')
  await bucket.remove('b', revision ?? -1)
  await until(keys, (now) => now === 'a')
  await fixture.server.stop()
  await until(
    () => failures.length,
    (count) => count === 1,
  )
  expect(keys()).toBe('a')
  await fixture.server.restart()
  await until(
    () => bucket.put('c', 'three', 0).catch(() => null),
    (written) => written !== null,
  )
  await until(keys, (now) => now === 'a,c')
  expect(failures).toHaveLength(1)
})
