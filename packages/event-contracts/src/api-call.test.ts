import { expect, test } from 'vitest'
import { apiCallSchema } from './api-call.ts'

const call = {
  call_id: 'c1',
  at: '2026-01-05T10:20:30+02:00',
  token_hash: 'a'.repeat(64),
  resource: 'core',
  method: 'GET',
  route: '/repos/{owner}/{repo}',
  status: 200,
  cached: false,
}

test('what is not known is null', () => {
  expect(apiCallSchema.parse(call)).toMatchObject({
    cost: null,
    remaining: null,
    reset_at: null,
    delivery_id: null,
  })
})

test('anything that looks like a token is refused, wherever it stands', () => {
  const tokens = ['ghp_16C7e42F292c6912E7710c838347Ae178B4a', 'github_pat_11ABC_x', 'ghs_abc', '0'.repeat(40)]
  for (const token of tokens) {
    for (const field of ['call_id', 'token_hash', 'route', 'resource', 'delivery_id']) {
      const result = apiCallSchema.safeParse({ ...call, [field]: token })
      expect(result.success, `${field} ${token}`).toBe(false)
      expect(JSON.stringify(result.error)).not.toContain(token)
    }
  }
})

test('unknown fields, wrong types and numbers out of range are refused', () => {
  for (const wrong of [
    { extra: 1 },
    { status: '200' },
    { cost: -1 },
    { at: 'yesterday' },
    { method: 'get' },
    { cost: 2 ** 32 },
  ]) {
    expect(apiCallSchema.safeParse({ ...call, ...wrong }).success).toBe(false)
  }
})
