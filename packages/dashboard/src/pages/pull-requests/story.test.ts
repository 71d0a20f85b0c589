import { expect, test } from 'vitest'
import { commitsOf, groupMoments, kindOf, type Moment } from './story.ts'

const moment = (action: string, actor: string | null, subject: string | null = null): Moment => ({
  at: '2026-03-04T10:00:00Z',
  action,
  subject,
  actor,
  time_source: 'payload',
})

test.each([
  ['opened', 'Life'],
  ['merged', 'Life'],
  ['review_approved', 'Reviews'],
  ['review_requested', 'Labels and people'],
  ['review_comment', 'Comments'],
  ['comment', 'Comments'],
  ['synchronize', 'Commits'],
  ['labeled', 'Labels and people'],
])('%s is told under %s', (action, kind) => {
  expect(kindOf({ action })).toBe(kind)
})

test('the same by the same person right after each other is told together, and nothing is lost', () => {
  const moments = [
    moment('labeled', 'mona', 'a'),
    moment('labeled', 'mona', 'b'),
    moment('labeled', 'hubot', 'c'),
    moment('opened', 'mona'),
    moment('labeled', 'mona', 'd'),
  ]
  const groups = groupMoments(moments)
  expect(groups.map(({ moments: [first, ...rest] }) => [first.action, first.actor, rest.length])).toEqual([
    ['labeled', 'mona', 1],
    ['labeled', 'hubot', 0],
    ['opened', 'mona', 0],
    ['labeled', 'mona', 0],
  ])
  expect(groups.flatMap((group) => group.moments)).toEqual(moments)
})

test('commits are the head and those pushed before it, each once', () => {
  const moments = [
    moment('opened', 'mona'),
    moment('synchronize', 'mona', 'b'),
    moment('labeled', 'mona', 'x'),
    moment('synchronize', 'mona', 'c'),
  ]
  expect(commitsOf('c', moments)).toEqual(['c', 'b'])
  expect(commitsOf('a', [])).toEqual(['a'])
})
