import { expect, test } from 'vitest'
import { rowEncoder, ValueRefusedError } from './column-codec.ts'
import { merged, renderType, tuple } from './column-type.ts'

const columns = {
  count: 'UInt32',
  name: 'String',
  maybe: 'Nullable(UInt8)',
  at: "DateTime('UTC')",
  exact: merged('max', "DateTime64(3, 'UTC')"),
  labels: 'Array(String)',
  state: merged('max', tuple({ rank: 'UInt8', title: 'Nullable(String)' })),
} as const

const row = {
  count: 1,
  name: 'a',
  maybe: null,
  at: new Date('2026-01-05T10:00:00.999Z'),
  exact: new Date('2026-01-05T10:00:00.999Z'),
  labels: ['x'],
  state: { rank: 1, title: null },
}

const encode = rowEncoder('things', columns)

test('a row becomes what JSONEachRow takes', () => {
  expect(encode(row)).toEqual({
    ...row,
    at: 1767607200,
    exact: '2026-01-05 10:00:00.999',
  })
})

test('what ClickHouse would wrap, clamp or default is refused, naming the column', () => {
  const wrong: [string, unknown][] = [
    ['count', 2 ** 32],
    ['count', -1],
    ['count', 1.5],
    ['count', null],
    ['count', undefined],
    ['count', '1'],
    ['name', null],
    ['maybe', 256],
    ['at', new Date('1969-12-31T23:59:59Z')],
    ['at', new Date('2106-02-07T06:28:16Z')],
    ['at', new Date(Number.NaN)],
    ['exact', '2026-01-05'],
    ['labels', 'x'],
    ['labels', [1]],
    ['state', null],
    ['state', { rank: 300, title: 'x' }],
  ]
  for (const [column, value] of wrong) {
    expect(() => encode({ ...row, [column]: value }), `${column} ${String(value)}`).toThrow(ValueRefusedError)
    expect(() => encode({ ...row, [column]: value })).toThrow(`things.${column}`)
  }
})

test('a lone surrogate becomes the replacement character: it has no UTF-8 form', () => {
  expect(encode({ ...row, name: 'a\ud800' })).toMatchObject({ name: 'a\ufffd' })
})

test('types render as system.columns shows them', () => {
  expect(renderType(columns.state)).toBe(
    'SimpleAggregateFunction(max, Tuple(rank UInt8, title Nullable(String)))',
  )
})
