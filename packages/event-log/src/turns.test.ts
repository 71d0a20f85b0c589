import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

test('as many as allowed run at once, in order, and a failure frees its turn', async () => {
  const turns = createTurns(2)
  const gates = [1, 2, 3, 4].map(() => Promise.withResolvers<void>())
  const started: number[] = []
  const runs = gates.map((gate, index) =>
    turns.run(() => {
      started.push(index)
      return gate.promise
    }),
  )
  await Promise.resolve()
  expect(started).toEqual([0, 1])
  gates[0]?.reject(new Error('failed'))
  await expect(runs[0]).rejects.toThrow('failed')
  expect(started).toEqual([0, 1, 2])
  for (const gate of gates) gate.resolve()
  await Promise.all(runs.slice(1))
  expect(started).toEqual([0, 1, 2, 3])
  await turns.run(async () => started.push(4))
  expect(started).toHaveLength(5)
})
