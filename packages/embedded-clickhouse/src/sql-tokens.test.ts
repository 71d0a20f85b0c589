import { expect, test } from 'vitest'
import { quoteIdentifier, quoteString, type Token, tokens } from './sql-tokens.ts'

const read = (sql: string): string[] => [...tokens(sql)].map(({ kind, value }) => `${kind} ${value}`)

test('words in lower case, numbers, symbols', () => {
  expect(read('SELECT a1, 1.5e3 + 0x1F')).toEqual([
    'word select',
    'word a1',
    'symbol ,',
    'number 1.5e3',
    'symbol +',
    'number 0x1F',
  ])
})

test('comments of every kind are space', () => {
  const sql = 'a -- b\nc # d\ne #! f\ng // h\ni /* j\n k */ l /* /* m */ n'
  expect(read(sql)).toEqual(['a', 'c', 'e', 'g', 'i', 'l', 'n'].map((word) => `word ${word}`))
})

test('strings and identifiers lose their quotes and escapes', () => {
  const sql = String.raw`'it''s \'a\' "b"' "x""y" ${'`a``b\\nc`'} $tag$ 'raw' $tag$`
  expect(read(sql)).toEqual([
    `string it's 'a' "b"`,
    'quoted x"y',
    'quoted a`b\nc',
    `string $tag$ 'raw' $tag$`,
  ])
})

test('what is not closed swallows the rest', () => {
  for (const open of ["'", '"', '`', '/*'])
    expect(read(`a ${open} b; DROP`)).toEqual(['word a', `unclosed ${open}`])
})

test('depth counts the brackets around a token', () => {
  const depths = [...tokens('a (b [c] d) e')].map(({ value, depth }: Token) => `${value}${depth}`)
  expect(depths).toEqual(['a0', '(0', 'b1', '[1', 'c2', ']1', 'd1', ')0', 'e0'])
})

test('quoting is what the tokens undo', () => {
  for (const text of ["it's", 'a\\b', 'x\0y', '`', '"', "\\'", 'new\nline']) {
    expect(read(quoteString(text))).toEqual([`string ${text}`])
    expect(read(quoteIdentifier(text.replace('\0', '')))).toEqual([`quoted ${text.replace('\0', '')}`])
  }
})

test('a long string is read without recursion', () => {
  const text = 'x\\\\'.repeat(200_000)
  expect(read(`'${text}'`)[0]?.length).toBe('string '.length + 400_000)
})
