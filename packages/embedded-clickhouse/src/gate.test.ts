import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

const never = new AbortController().signal

test('places are given in order, and given back', async () => {
  const gate = createGate({ places: 1, maxQueued: 2, maxWait: 10_000 })
  const order: string[] = []
  const leave = await gate.enter(never)
  const waiting = ['a', 'b'].map(async (name) => {
    const leaveAgain = await gate.enter(never)
    order.push(name)
    leaveAgain()
  })
  await expect(gate.enter(never)).rejects.toMatchObject({ number: 202 })
  leave()
  await Promise.all(waiting)
  expect(order).toEqual(['a', 'b'])
  ;(await gate.enter(never))()
})

test('who leaves the queue, by himself or after too long, holds up nobody', async () => {
  const gate = createGate({ places: 1, maxQueued: 5, maxWait: 20 })
  const leave = await gate.enter(never)
  const leaver = new AbortController()
  const aborted = gate.enter(leaver.signal)
  leaver.abort()
  await expect(aborted).rejects.toMatchObject({ number: 394 })
  await expect(gate.enter(never)).rejects.toMatchObject({ number: 202 })
  await expect(gate.enter(leaver.signal)).rejects.toMatchObject({ number: 394 })
  leave()
  ;(await gate.enter(never))()
})
