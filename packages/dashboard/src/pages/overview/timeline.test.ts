import { expect, test } from 'vitest'
import { mergeTimeline, type TimelineEntry, workEntry } from './timeline.ts'

const entry = (key: string, at: string): TimelineEntry => ({
  key,
  at: `2026-03-04T${at}:00Z`,
  kind: 'code',
  tone: 'plain',
  who: null,
  verb: 'committed',
  what: key,
  repository: 'acme/api',
  target: null,
})
const keysOf = ({ entries }: ReturnType<typeof mergeTimeline>) => entries.map(({ key }) => key)

test('lists are told as one, the newest first', () => {
  const merged = mergeTimeline([
    { entries: [entry('a', '10:00'), entry('c', '08:00')], hasMore: false },
    { entries: [entry('b', '09:00'), entry('d', '07:00')], hasMore: false },
    { entries: [], hasMore: false },
  ])
  expect(keysOf(merged)).toEqual(['a', 'b', 'c', 'd'])
  expect(merged.behind).toBeNull()
})

test('what is older than the end of a list that goes on waits until that one was asked for more', () => {
  const long = { entries: [entry('a', '10:00'), entry('b', '09:00')], hasMore: true }
  const older = { entries: [entry('x', '09:30'), entry('y', '01:00')], hasMore: true }
  const first = mergeTimeline([older, long])
  expect(keysOf(first)).toEqual(['a', 'x', 'b'])
  expect(first.behind).toBe(1)
  const second = mergeTimeline([older, { entries: [...long.entries, entry('c', '05:00')], hasMore: false }])
  expect(keysOf(second)).toEqual(['a', 'x', 'b', 'c', 'y'])
  expect(second.behind).toBe(0)
})

test('a merge is told by who merged, an opening by its author, a commit by its first line', () => {
  const record = {
    at: '2026-03-04T10:00:00Z',
    repository: 'acme/api',
    repository_id: 1,
    author: 'ada',
    author_has_account: true,
    actor: 'mona',
    message: 'Mend the cache\n\nIt leaked.',
    url: 'https://github.com/acme/api',
    sha: null,
    number: 7,
  }
  expect(workEntry({ ...record, kind: 'pr_merged' })).toMatchObject({
    who: 'mona',
    verb: 'merged',
    what: 'Mend the cache #7',
    target: { page: '/pull-requests', search: { open: 'acme/api#7' } },
  })
  expect(workEntry({ ...record, kind: 'pr_opened' })).toMatchObject({ who: 'ada', verb: 'opened' })
  expect(workEntry({ ...record, kind: 'commit', sha: 'abc', number: null })).toMatchObject({
    who: 'ada',
    what: 'Mend the cache',
    target: { url: 'https://github.com/acme/api' },
  })
})
