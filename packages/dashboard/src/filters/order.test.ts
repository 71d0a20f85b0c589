import { expect, test } from 'vitest'
import { orderOf, turned, writeOrder } from './order.ts'

const first = { key: 'pushed_at', descending: true }
const natural = (key: string) => ({ pushed_at: true, stars: true, name: false })[key]

test.each([
  ['', 'pushed_at', true],
  ['stars', 'stars', true],
  ['name', 'name', false],
  ['name.desc', 'name', true],
  ['stars.asc', 'stars', false],
  ['pushed_at.asc', 'pushed_at', false],
  ['nothing.asc', 'pushed_at', true],
])('the address %s orders by %s', (text, key, descending) => {
  expect(orderOf(text, first, natural)).toEqual({ key, descending })
})

test('a title that is pressed again turns the order round, and every order is found again in the address', () => {
  let order = first
  const seen: string[] = []
  for (const key of ['name', 'name', 'stars', 'stars', 'pushed_at', 'pushed_at', 'pushed_at']) {
    order = turned(order, key, natural(key))
    const text = writeOrder(order, first, natural(key))
    expect(orderOf(text, first, natural)).toEqual(order)
    seen.push(text)
  }
  expect(seen).toEqual(['name', 'name.desc', 'stars', 'stars.asc', '', 'pushed_at.asc', ''])
})
