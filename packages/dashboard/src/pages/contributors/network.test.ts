import { expect, test } from 'vitest'
import { networkOf } from './network.ts'

test('who reviews most and who is reviewed most come first; who is not a pair has none', () => {
  const { reviewers, authors, reviewsOf } = networkOf([
    { reviewer: 'mona', author: 'ada', reviews: 5 },
    { reviewer: 'grace', author: 'ada', reviews: 4 },
    { reviewer: 'grace', author: null, reviews: 3 },
    { reviewer: 'ada', author: 'mona', reviews: 3 },
  ])
  expect(reviewers).toEqual([
    { name: 'grace', total: 7 },
    { name: 'mona', total: 5 },
    { name: 'ada', total: 3 },
  ])
  expect(authors).toEqual([
    { name: 'ada', total: 9 },
    { name: 'mona', total: 3 },
    { name: 'unknown', total: 3 },
  ])
  expect([reviewsOf('grace', 'unknown'), reviewsOf('mona', 'mona')]).toEqual([3, 0])
})
