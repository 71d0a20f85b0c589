import { expect, test, vi } from 'vitest'
import { cachedByName, cachedFor } from './cached.ts'

test('who asks meanwhile shares the loading, who asks later the value', async () => {
  let loads = 0
  const read = cachedFor(60_000, async () => {
    loads += 1
    return loads
  })
  expect(await Promise.all([read(), read()])).toEqual([1, 1])
  expect(await read()).toBe(1)
})

test('an old value is loaded again', async () => {
  let loads = 0
  const read = cachedFor(0, async () => {
    loads += 1
    return loads
  })
  expect([await read(), await read()]).toEqual([1, 2])
})

test('half as old as it may be, a value is given once more while the next one is loaded', async () => {
  vi.useFakeTimers()
  let loads = 0
  const read = cachedFor(1000, async () => {
    loads += 1
    return loads
  })
  expect(await read()).toBe(1)
  vi.advanceTimersByTime(499)
  expect([await read(), loads]).toEqual([1, 1])
  vi.advanceTimersByTime(1)
  expect([await read(), loads]).toEqual([1, 2])
  expect([await read(), loads]).toEqual([2, 2])
  vi.useRealTimers()
})

test('a value that could not be loaded again is given no longer than it may be', async () => {
  vi.useFakeTimers()
  let fails = false
  const read = cachedFor(1000, async () => {
    if (fails) throw new Error('away')
    return 'there'
  })
  expect(await read()).toBe('there')
  fails = true
  vi.advanceTimersByTime(999)
  expect(await read()).toBe('there')
  vi.advanceTimersByTime(1)
  await expect(read()).rejects.toThrow('away')
  vi.useRealTimers()
})

test('a failure is not kept', async () => {
  let fails = true
  const read = cachedFor(60_000, async () => {
    if (fails) throw new Error('away')
    return 'there'
  })
  await expect(read()).rejects.toThrow('away')
  fails = false
  expect(await read()).toBe('there')
})

test('each name has its own value', async () => {
  const read = cachedByName(60_000, async (name) => `${name}!`)
  expect([await read('a'), await read('b'), await read('a')]).toEqual(['a!', 'b!', 'a!'])
})

test('of more values than may be held those are that were asked for last', async () => {
  const loads: string[] = []
  const load = async (name: string) => {
    loads.push(name)
    return name
  }
  const read = cachedByName(60_000, load, 2)
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await read(name)
  expect(loads).toEqual(['a', 'b', 'c', 'b'])
})
