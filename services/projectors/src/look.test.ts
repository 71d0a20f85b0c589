import { expect, test } from 'vitest'
import { lookOf, rankOfLook } from './look.ts'

const at = (time: string) => new Date(`2026-01-05T${time}Z`)
const look = (time: string) =>
  lookOf({
    type: 'totals',
    snapshot_id: 'a',
    taken_at: at(time).toISOString(),
    repository_id: 7,
    repository: 'acme/api',
    totals: {},
  })

test.each([
  ['10:00:01', '10:00:00', 3],
  ['10:00:00.999', '10:00:00', 0],
  ['09:59:59', '10:00:00', 0],
])('a look at %s of what changed at %s has the rank %i', (taken, changed, rank) => {
  expect(rankOfLook(at(changed), look(taken))).toBe(rank)
})

test('the later of two looks is the greater one, however their times are written', () => {
  expect(look('10:00:00.5').guid < look('10:00:01').guid).toBe(true)
})
