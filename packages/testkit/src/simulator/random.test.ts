import { expect, test } from 'vitest'
import { createAgenda } from './agenda.ts'
import { createRandom } from './random.ts'

test('the same seed gives the same numbers, another seed others', () => {
  const draw = (seed: number) => Array.from({ length: 50 }, createRandom(seed).next)
  expect(draw(1)).toEqual(draw(1))
  expect(draw(1)).not.toEqual(draw(2))
})

test('a fork does not move its source', () => {
  const forked = createRandom(7)
  forked.fork('a').next()
  expect(forked.next()).toBe(createRandom(7).next())
  expect(createRandom(7).fork('a').next()).not.toBe(createRandom(7).fork('b').next())
})

test('whole numbers keep to their bounds and reach both', () => {
  const random = createRandom(3)
  const drawn = new Set(Array.from({ length: 500 }, () => random.int(2, 5)))
  expect([...drawn].sort()).toEqual([2, 3, 4, 5])
})

test('weights are kept', () => {
  const random = createRandom(4)
  const drawn = Array.from({ length: 4000 }, () =>
    random.weighted([
      ['often', 3],
      ['seldom', 1],
    ]),
  )
  const often = drawn.filter((name) => name === 'often').length / drawn.length
  expect(often).toBeGreaterThan(0.71)
  expect(often).toBeLessThan(0.79)
})

test('a sample has no entry twice and never more than there are', () => {
  const random = createRandom(5)
  expect(new Set(random.sample([1, 2, 3, 4], 3)).size).toBe(3)
  expect(random.sample([1, 2], 9).sort()).toEqual([1, 2])
  expect(() => random.pick([])).toThrow(RangeError)
})

test('half of what lies around a median lies below it', () => {
  const random = createRandom(6)
  const below = Array.from({ length: 4000 }, () => random.around(100)).filter((value) => value < 100)
  expect(below.length / 4000).toBeGreaterThan(0.47)
  expect(below.length / 4000).toBeLessThan(0.53)
})

test('GUIDs and SHAs look like GitHub’s', () => {
  const random = createRandom(8)
  expect(random.guid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(random.hex(40)).toMatch(/^[0-9a-f]{40}$/)
})

test('an agenda gives the soonest first, and equal times in the order of planning', () => {
  const random = createRandom(9)
  const agenda = createAgenda<number>()
  const planned = Array.from({ length: 300 }, (_, order) => ({ at: random.int(0, 40), value: order }))
  for (const { at, value } of planned) agenda.plan(at, value)
  const taken = planned.map(() => agenda.take())
  expect(taken).toEqual(planned.toSorted((left, right) => left.at - right.at || left.value - right.value))
  expect(agenda.take()).toBeNull()
})
