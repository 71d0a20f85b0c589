import { expect, test } from 'vitest'
import { judgeHook } from './hook-condition.ts'

const here = {
  state: 'present',
  mode: 'push',
  is_meant_active: true,
  active: true,
  is_aimed_here: true,
  url_host: 'octometer.example',
}

test.each([
  ['ok', here, []],
  ['ok', here, [202, 502, 502, 502]],
  ['ok', here, [502, 502]],
  ['failing', here, [502, 0, 503, 202]],
  ['failing', here, [0, 0, 0]],
  ['wrong_secret', here, [401, 202]],
  ['ok', here, [202, 401]],
  ['missing', { ...here, state: 'missing', active: null, is_aimed_here: null }, [401]],
  ['disabled', { ...here, active: false }, [202]],
  ['ok', { ...here, active: false, is_meant_active: false }, [401, 401, 401]],
  ['misaimed', { ...here, is_aimed_here: false, url_host: 'elsewhere.example' }, [0, 0, 0]],
  ['ok', { ...here, mode: 'pull' }, [0, 0, 0]],
  ['failing', null, [0, 0, 0]],
] as const)('%s of %o with the answers %o', (condition, shown, codes) => {
  const judged = judgeHook(shown, codes)
  expect(judged.condition).toBe(condition)
  expect(judged.detail === null).toBe(condition === 'ok')
})
