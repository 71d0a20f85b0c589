import { expect, test } from 'vitest'
import { countSyncs } from './count-syncs.ts'

const blocks = '/streams/EVENTS/msgs/'

test('syncs of the files asked for are counted, others are not', () => {
  const trace = `17 fsync(8</tmp/n/streams/EVENTS/msgs/1.blk>) = 0
18 fdatasync(9</tmp/n/streams/EVENTS/msgs/2.blk>) = 0
17 fsync(8</tmp/n/streams/API_CALLS/msgs/1.blk>) = 0
17 fsync(8</tmp/n/streams/EVENTS/meta.inf>) = 0
`
  expect(countSyncs(trace, blocks)).toBe(2)
})

test('a sync counts when it has ended, however many threads came in between', () => {
  const begun = `17 fsync(8</tmp/n/streams/EVENTS/msgs/1.blk> <unfinished ...>
18 fsync(9</tmp/n/streams/EVENTS/batches/a/msgs/1.blk> <unfinished ...>
`
  const otherEnded = `${begun}18 <... fsync resumed>)            = 0\n`
  expect(countSyncs(begun, blocks)).toBe(0)
  expect(countSyncs(otherEnded, blocks)).toBe(0)
  expect(countSyncs(`${otherEnded}17 <... fsync resumed>)            = 0\n`, blocks)).toBe(1)
})

test('a sync that failed is none', () => {
  expect(countSyncs('17 fsync(8</n/streams/EVENTS/msgs/1.blk>) = -1 EIO (Input/output error)', blocks)).toBe(
    0,
  )
})
