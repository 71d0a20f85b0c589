import { expect, test } from 'vitest'
import type { ModelFacts, StoreFacts } from './doctor-facts.ts'
import { storeChecks } from './store-checks.ts'

const now = new Date('2026-03-04T10:00:00Z')
const model: ModelFacts = { projection: 'counters', isBuilt: true, buildingSince: null, lagSeconds: 0 }
const fine: StoreFacts = {
  version: '26.7.1',
  freeBytes: 50,
  totalBytes: 100,
  lazyTables: [],
  deadLetters: [],
  models: [model],
  newestDelivery: now,
}

const verdict = (store: Partial<StoreFacts>, name: string) =>
  storeChecks({ ...fine, ...store }, now).find((check) => check.name === name)?.status
const ofModel = (its: Partial<ModelFacts>) =>
  verdict({ models: [{ ...model, ...its }] }, 'read_model.counters')

test('fine', () => {
  expect(storeChecks(fine, now).every(({ status, advice }) => status === 'ok' && advice === null)).toBe(true)
})

test.each<[string, Partial<StoreFacts>, string, string]>([
  ['an old server', { version: '24.8.2' }, 'store.version', 'warn'],
  ['little room', { freeBytes: 9 }, 'store.disk', 'warn'],
  ['no room', { freeBytes: 2 }, 'store.disk', 'fail'],
  ['room unknown', { freeBytes: null }, 'store.disk', 'warn'],
  ['nothing yet', { newestDelivery: null }, 'deliveries', 'warn'],
  ['silence', { newestDelivery: new Date('2026-03-03T09:00:00Z') }, 'deliveries', 'warn'],
])('%s', (_, store, name, status) => {
  expect(verdict(store, name)).toBe(status)
})

test.each<[string, Partial<ModelFacts>, string]>([
  ['not built', { isBuilt: false }, 'fail'],
  ['lag unknown', { lagSeconds: null }, 'warn'],
  ['slow', { lagSeconds: 61 }, 'warn'],
  ['stuck', { lagSeconds: 601 }, 'fail'],
  ['a build of an hour', { buildingSince: new Date('2026-03-04T09:00:00Z') }, 'ok'],
  ['a build without end', { buildingSince: new Date('2026-03-01T00:00:00Z') }, 'warn'],
])('a read model: %s', (_, its, status) => {
  expect(ofModel(its)).toBe(status)
})
