import { expect, test } from 'vitest'
import type { Store } from './client.ts'
import { openGeneration } from './generation-store.ts'
import { readModels } from './read-models.ts'

/** What a store is told, by the statements' names; nothing else is asked of it here. */
function recordingStore(cluster: string | null): { store: Store; told: string[] } {
  const told: string[] = []
  const refused = () => Promise.reject(new Error('a recount asks nothing'))
  const store: Store = {
    placement: { database: 'octometer', cluster },
    query: refused,
    queryTexts: refused,
    insert: refused,
    format: refused,
    ping: refused,
    command: async (name, sql) => void told.push(name === 'catch up' ? sql : name),
    [Symbol.asyncDispose]: async () => undefined,
  }
  return { store, told }
}

const settings = { timezone: 'UTC' }
const counted = readModels.filter(({ rollups }) => rollups.length > 0)

test.each(counted)(
  '$projection: on a cluster every recount first waits for what other replicas acknowledged',
  async (model) => {
    const { store, told } = recordingStore('octometer')
    await openGeneration(store, model, 'g1', settings).recountAll()
    const recounts = told.flatMap((name, at) => (name.startsWith('recount') ? [at] : []))
    expect(recounts).toHaveLength(model.rollups.length)
    for (const [index, at] of recounts.entries()) {
      const waits = told.slice((recounts[index - 1] ?? -1) + 1, at)
      expect(waits.length).toBeGreaterThan(0)
      for (const wait of waits)
        expect(wait).toMatch(/^SYSTEM SYNC REPLICA `?octometer`?\.`?\w+_local`? LIGHTWEIGHT$/)
    }
  },
)

test.each(counted)('$projection: a single server has nobody to wait for', async (model) => {
  const { store, told } = recordingStore(null)
  await openGeneration(store, model, 'g1', settings).recountAll()
  expect(told).toHaveLength(model.rollups.length)
})
