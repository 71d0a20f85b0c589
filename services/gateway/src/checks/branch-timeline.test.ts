import { expect, test } from 'vitest'
import { timesOf } from './branch-timeline.ts'

const at = (time: string) => new Date(`2026-01-05T${time}:00Z`)

test('a stretch of red that has not ended has no time to green', () => {
  const turns = [
    { at: at('09:00'), state: 'green', head_sha: 'a' },
    { at: at('10:00'), state: 'red', head_sha: 'b' },
  ] as const
  expect(timesOf(turns, at('10:30'))).toEqual({
    turned_red: 1,
    time_to_green: {
      count: 0,
      mean_seconds: null,
      median_seconds: null,
      p75_seconds: null,
      p90_seconds: null,
    },
    green_seconds: 3600,
    red_seconds: 1800,
  })
})

test('nothing known is nothing', () => {
  expect(timesOf([], at('10:30'))).toMatchObject({ turned_red: 0, green_seconds: 0, red_seconds: 0 })
})
