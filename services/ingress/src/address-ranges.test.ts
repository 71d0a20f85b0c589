import { expect, test } from 'vitest'
import { parseRanges } from './address-ranges.ts'

const LIST = ['192.30.252.0/22', '185.199.108.0/22', '2a0a:a440::/29', '203.0.113.7']

test('addresses inside the ranges are included, IPv6 and mapped IPv4 too', () => {
  const { ranges, invalid } = parseRanges(LIST)
  expect(invalid).toEqual([])
  expect(ranges.size).toBe(4)
  for (const address of [
    '192.30.252.1',
    '192.30.255.255',
    '::ffff:192.30.252.1',
    '2a0a:a440::1',
    '203.0.113.7',
  ]) {
    expect(ranges.includes(address), address).toBe(true)
  }
})

test('other addresses, and what is no address, are not', () => {
  const { ranges } = parseRanges(LIST)
  for (const address of ['192.31.0.1', '203.0.113.8', '2a0b::1', '', 'localhost', '192.30.252.1/32']) {
    expect(ranges.includes(address), address).toBe(false)
  }
})

test('what is no range is told apart, and so is a range for everybody', () => {
  const wrong = [
    '',
    'nonsense',
    '1.2.3.4/33',
    '1.2.3/8',
    '1.2.3.4/-1',
    'fe80::/129',
    '0.0.0.0/0',
    '::/0',
    '1.2.3.4/8/9',
  ]
  const { ranges, invalid } = parseRanges([...wrong, '198.51.100.0/24'])
  expect(invalid).toEqual(wrong)
  expect(ranges.size).toBe(1)
})
