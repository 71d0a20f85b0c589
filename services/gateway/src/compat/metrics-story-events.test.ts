import { expect, test } from 'vitest'
import { groupEvents, type StoryEvent, toldOf } from './metrics-story-events.ts'

const at = (time: string) => Date.parse(`2026-01-05T${time}Z`)
const event = (time: string, event_type: string): StoryEvent => ({
  event_type,
  at: at(time),
  description: '',
})
const check = (time: string, name: string, commit: string, conclusion: string | null): StoryEvent => ({
  ...event(time, 'check_run'),
  check: { name, commit, conclusion, status: conclusion === null ? 'in_progress' : 'completed' },
})

test('a minute after the first of a group belongs to it, a second more does not', () => {
  const told = groupEvents([
    event('10:01:01', 'comment'),
    event('10:00:00', 'pr_opened'),
    event('10:00:30', 'label_added'),
    event('10:01:00', 'verified'),
  ])
  expect(told.map(({ event_type, timestamp }) => [event_type, timestamp])).toEqual([
    ['pr_opened', '2026-01-05T10:00:00Z'],
    ['label_added', '2026-01-05T10:00:00Z'],
    ['verified', '2026-01-05T10:00:00Z'],
    ['comment', '2026-01-05T10:01:01Z'],
  ])
})

test('checks of one commit are one event with children, one alone is told by itself', () => {
  const told = groupEvents([
    check('10:00:00', 'test', 'aaaaaaa', 'success'),
    event('10:00:10', 'comment'),
    check('10:00:20', 'lint', 'aaaaaaa', 'cancelled'),
    check('10:00:30', 'test', 'bbbbbbb', null),
  ])
  const timestamp = '2026-01-05T10:00:00Z'
  expect(told).toEqual([
    { event_type: 'comment', description: '', timestamp },
    {
      ...{ event_type: 'check_run', timestamp, commit: 'aaaaaaa' },
      description: '2 check runs (1 passed, 1 failed)',
      children: [
        { name: 'test', conclusion: 'success', status: 'completed' },
        { name: 'lint', conclusion: 'cancelled', status: 'completed' },
      ],
    },
    {
      ...{ event_type: 'check_run', timestamp, description: 'test – running' },
      ...{ name: 'test', conclusion: null, status: 'in_progress' },
    },
  ])
})

test.each([
  ['labeled', 'Verified by QA', 'verified'],
  ['labeled', 'approved-ada', 'approved_label'],
  ['labeled', 'lgtm-ada', 'lgtm'],
  ['labeled', 'bug', 'label_added'],
  ['unlabeled', 'bug', 'label_removed'],
  ['review_changes_requested', '1', 'review_changes'],
  ['assigned', 'ada', undefined],
])('%s %s is %s', (action, subject, type) => {
  expect(toldOf({ action, subject, actor: 'mona' })?.[0]).toBe(type)
})
