import { expect, test } from 'vitest'
import { BudgetExhaustedError, createByteBudget } from './byte-budget.ts'

const present = new AbortController().signal

test('what fits is admitted at once, and given back once however often it is disposed of', async () => {
  const budget = createByteBudget({ totalBytes: 100, maxWaitMs: 1_000 })
  const share = await budget.acquire(60, present)
  await budget.acquire(40, present)
  expect(budget.usedBytes).toBe(100)
  share[Symbol.dispose]()
  share[Symbol.dispose]()
  expect(budget.usedBytes).toBe(40)
})

test('those who wait are admitted in the order in which they came', async () => {
  const budget = createByteBudget({ totalBytes: 100, maxWaitMs: 1_000 })
  const first = await budget.acquire(100, present)
  const admitted: string[] = []
  const large = budget.acquire(90, present).then((share) => {
    admitted.push('large')
    return share
  })
  const small = budget.acquire(20, present).then(() => admitted.push('small'))
  expect(budget.waiting).toBe(2)
  first[Symbol.dispose]()
  const share = await large
  expect(admitted).toEqual(['large'])
  share[Symbol.dispose]()
  await small
  expect(admitted).toEqual(['large', 'small'])
})

test('one that waited too long is refused, and the one behind it that fits is admitted', async () => {
  const budget = createByteBudget({ totalBytes: 100, maxWaitMs: 20 })
  await budget.acquire(50, present)
  const large = budget.acquire(90, present)
  const small = budget.acquire(40, present)
  await expect(large).rejects.toThrow(BudgetExhaustedError)
  const share = await small
  expect(share.bytes).toBe(40)
  expect(budget.usedBytes).toBe(90)
})

test('one that went away leaves the line', async () => {
  const budget = createByteBudget({ totalBytes: 100, maxWaitMs: 1_000 })
  await budget.acquire(100, present)
  const gone = new AbortController()
  const waiting = budget.acquire(10, gone.signal)
  gone.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  expect(budget.waiting).toBe(0)
  expect(budget.usedBytes).toBe(100)
})

test('a body larger than the budget takes all of it, alone', async () => {
  const budget = createByteBudget({ totalBytes: 100, maxWaitMs: 1_000 })
  const share = await budget.acquire(500, present)
  expect(share.bytes).toBe(100)
})
