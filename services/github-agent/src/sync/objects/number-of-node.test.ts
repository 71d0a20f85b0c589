import { expect, test } from 'vitest'
import { numberOfNode } from './number-of-node.ts'

// Ids as GitHub gave them, of things whose numbers it told as well.
test.for([
  ['CS_kwDOEB6Igc8AAAAGvOUDog', 28_938_929_058],
  ['WFR_kwLOEB6Igc8AAAAClAeHkw', 11_073_456_019],
  ['SC_kwDODDMJAM8AAAAFCa5vjg', 21_637_263_246],
])('%s is %d', ([id, number]) => {
  expect(numberOfNode({ id: String(id), databaseId: null })).toBe(number)
})

test('a number that GitHub tells is taken, and what is no such id has none', () => {
  expect(numberOfNode({ id: 'CS_kwDOEB6Igc8AAAAGvOUDog', databaseId: 5 })).toBe(5)
  const packed = (...bytes: number[]) => `CS_${Buffer.from(bytes).toString('base64url')}`
  expect(numberOfNode({ id: packed(0x93, 0, 0xcd, 1, 0, 7) })).toBe(7)
  const others = [
    'MDEwOkNoZWNrU3VpdGU1',
    'CS_',
    'CS_1',
    packed(0x93, 0, 7),
    packed(0x93, 0, 7, 0xcf, 1),
    packed(0x92, 0, 7),
  ]
  for (const id of others) expect(numberOfNode({ id }), id).toBeNull()
})
