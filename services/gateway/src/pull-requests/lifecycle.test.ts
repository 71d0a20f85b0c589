import { expect, test } from 'vitest'
import { lifecycleOf, type PullRequestLife } from './lifecycle.ts'
import { sizeOf } from './pull-request-fields.ts'

const core: PullRequestLife['pull']['core'] = {
  observed_at: '2026-03-02T12:00:00.000Z',
  state: 'merged',
  title: 'A change',
  author: 'mona',
  author_type: 'User',
  created_at: '2026-03-02T08:00:00Z',
  closed_at: '2026-03-02T12:00:00Z',
  merged_at: '2026-03-02T12:00:00Z',
  labels: [],
  head_ref: 'change',
  head_sha: 'abc',
  base_ref: 'main',
}
const detail: PullRequestLife['pull']['detail'] = {
  draft: false,
  mergeable: null,
  merged_by: 'hubot',
  additions: 1,
  deletions: 1,
  changed_files: 1,
  commits: 1,
}
const pull = { repository_id: 1, number: 1, core, detail }
const open = { ...pull, core: { ...core, state: 'open' as const, closed_at: null, merged_at: null } }

const at = (time: string) => `2026-03-02T${time}:00Z`
const review = (id: number, reviewer: string | null, time: string, more = {}) => ({
  review_id: id,
  submitted_at: at(time),
  reviewer,
  reviewer_type: 'User',
  state: 'commented',
  ...more,
})
const moment = (action: string, time: string, subject = '') => ({
  at: at(time),
  action,
  subject,
  actor: null,
})

test('opened ready: the clock starts at the opening', () => {
  const life = lifecycleOf({
    pull,
    reviews: [review(1, 'hubot', '09:00'), review(2, 'hubot', '10:00', { state: 'approved' })],
    milestones: [moment('review_approved', '10:00', '2')],
  })
  expect(life).toEqual({
    definition: 'octometer',
    started_at: at('08:00'),
    first_review_at: at('09:00'),
    first_approval_at: at('10:00'),
    first_approval_label_at: null,
    time_to_first_review_seconds: 3600,
    time_to_approval_seconds: 7200,
    time_to_merge_seconds: 4 * 3600,
    approval_to_merge_seconds: 7200,
    time_open_seconds: 4 * 3600,
  })
})

test('opened as a draft: the clock starts when it becomes ready, and only then the first time', () => {
  const life = lifecycleOf({
    pull,
    reviews: [review(1, 'hubot', '11:00')],
    milestones: [
      moment('ready_for_review', '10:00'),
      moment('converted_to_draft', '10:30'),
      moment('ready_for_review', '10:45'),
    ],
  })
  expect(life).toMatchObject({ started_at: at('10:00'), time_to_first_review_seconds: 3600 })
})

test('opened ready, made a draft later: the clock starts at the opening', () => {
  const life = lifecycleOf({
    pull,
    reviews: [],
    milestones: [moment('converted_to_draft', '09:00'), moment('ready_for_review', '10:00')],
  })
  expect(life).toMatchObject({ started_at: at('08:00'), first_review_at: null })
})

test('a draft since its opening has not started', () => {
  const life = lifecycleOf({
    pull: { ...open, detail: { ...detail, draft: true } },
    reviews: [review(1, 'hubot', '09:00')],
    milestones: [],
  })
  expect(life).toMatchObject({
    started_at: null,
    time_to_first_review_seconds: null,
    time_open_seconds: null,
  })
})

test('reviews by the author, by bots and by nobody known do not count', () => {
  const life = lifecycleOf({
    pull,
    reviews: [
      review(1, 'Mona', '08:10', { state: 'approved' }),
      review(2, 'renovate[bot]', '08:20'),
      review(3, 'helper', '08:30', { reviewer_type: 'Bot', state: 'approved' }),
      review(4, null, '08:40'),
      review(5, 'hubot', '09:00', { state: 'approved' }),
    ],
    milestones: [
      moment('review_approved', '08:10', '1'),
      moment('review_approved', '08:30', '3'),
      moment('review_approved', '09:00', '5'),
    ],
  })
  expect(life).toMatchObject({ first_review_at: at('09:00'), first_approval_at: at('09:00') })
})

test('an approval counts by when it was given, dismissed later or not; labels count beside it', () => {
  const life = lifecycleOf({
    pull,
    reviews: [review(1, 'hubot', '09:00', { state: 'dismissed' })],
    milestones: [moment('labeled', '08:30', 'lgtm-hubot'), moment('review_approved', '09:00', '1')],
  })
  expect(life).toMatchObject({ first_approval_at: at('09:00'), first_approval_label_at: at('08:30') })
})

test('a review before the clock started left nothing to wait for', () => {
  const life = lifecycleOf({
    pull,
    reviews: [review(1, 'hubot', '09:00')],
    milestones: [moment('ready_for_review', '10:00')],
  })
  expect(life).toMatchObject({ first_review_at: at('09:00'), time_to_first_review_seconds: 0 })
})

test.each([
  [0, 'XS'],
  [9, 'XS'],
  [10, 'S'],
  [29, 'S'],
  [30, 'M'],
  [99, 'M'],
  [100, 'L'],
  [499, 'L'],
  [500, 'XL'],
  [999, 'XL'],
  [1000, 'XXL'],
])('%i changed lines are %s', (lines, size) => {
  expect(sizeOf({ additions: lines, deletions: 0 })).toBe(size)
  expect(sizeOf({ additions: 0, deletions: lines })).toBe(size)
})

test('without the lines there is no size', () => {
  expect(sizeOf({ additions: null, deletions: 3 })).toBeNull()
})

test('a login that is named a bot reviews like one, in any case', () => {
  const reviews = [review(1, 'CI-User', '09:00'), review(2, 'hubot', '10:00')]
  expect(lifecycleOf({ pull, reviews, milestones: [] }, ['ci-user']).first_review_at).toBe(at('10:00'))
  expect(lifecycleOf({ pull, reviews, milestones: [] }).first_review_at).toBe(at('09:00'))
})
