import type { GenerationState, Store } from '@octometer/read-store'
import { expect, test } from 'vitest'
import { sharedGenerations } from './shared-generations.ts'

const found: readonly GenerationState[] = []
const store = {} as Store

test('who asks soon after another gets what that one found', async () => {
  let looks = 0
  const list = sharedGenerations(store, 60_000, async () => {
    looks += 1
    return found
  })
  expect(await Promise.all([list(), list()])).toEqual([found, found])
  await list()
  expect(looks).toBe(1)
})

test('what was found is not kept longer, nor a failure at all', async () => {
  let looks = 0
  const list = sharedGenerations(store, 0, async () => {
    looks += 1
    if (looks === 2) throw new Error('gone')
    return found
  })
  await list()
  await expect(list()).rejects.toThrow('gone')
  await list()
  expect(looks).toBe(3)
})

test('a failed look is looked again at once', async () => {
  let looks = 0
  const list = sharedGenerations(store, 60_000, async () => {
    looks += 1
    if (looks === 1) throw new Error('gone')
    return found
  })
  await expect(list()).rejects.toThrow('gone')
  expect(await list()).toBe(found)
})
