import { apiRoutes } from '@octometer/gateway-api'
import { expect, test } from 'vitest'
import { addressOf } from './address-of.ts'
import { operations } from './operations.ts'

test('every operation is where the gateway answers it', () => {
  const answered = new Set(apiRoutes.map(({ method, path }) => `${method.toUpperCase()} ${path}`))
  expect(Object.values(operations).filter((each) => !answered.has(each))).toEqual([])
})

test('an address has its parameters filled in, lists repeated, and nothing that is undefined', () => {
  const path = { owner: 'a b', repo: 'c/d', number: 7 }
  expect(addressOf('getPullRequest', { path })).toBe('/api/v1/pull-requests/a%20b/c%2Fd/7')
  const query = { repository: ['a/b', 'c/d'], since: undefined, limit: 5 }
  expect(addressOf('listDeliveries', { query }, { format: 'csv' })).toBe(
    '/api/v1/deliveries?repository=a%2Fb&repository=c%2Fd&limit=5&format=csv',
  )
})
