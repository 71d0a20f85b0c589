import { expect, test } from 'vitest'
import { testTitles } from './test-titles.ts'

const has = (source: string, title: string) =>
  testTitles('a.test.ts', source).some((pattern) => pattern.test(title))

test('a plain test has its title, letter by letter', () => {
  const source = "test('adds (a + b)?', () => {})"
  expect(has(source, 'adds (a + b)?')).toBe(true)
  expect(has(source, 'adds (a + b)')).toBe(false)
  expect(has(source, 'it adds (a + b)?')).toBe(false)
})

test('a template is filled when the test runs', () => {
  const source = `test(\`\${a.b}: is \${c}\`, () => {})`
  expect(has(source, 'here: is durable')).toBe(true)
  expect(has(source, 'here: was durable')).toBe(false)
})

test('rows fill the title of test.each', () => {
  const source = "test.each([['a', 1]])('%s is $b.c and %i', () => {})"
  expect(has(source, 'what is is x and 1')).toBe(true)
  expect(has(source, 'what was x and 1')).toBe(false)
})

test('cases of a projection, and the laws for each, are tests', () => {
  const source = "testProjection({ projection: checks, cases: [{ name: 'a run ends', given: [] }] })"
  expect(has(source, 'checks: a run ends')).toBe(true)
  expect(has(source, 'checks: a run ends · law: any order')).toBe(true)
  expect(has(source, 'a run ends')).toBe(false)
  expect(has(source, 'checks: a run ends badly')).toBe(false)
})

test('what is called otherwise is no test', () => {
  expect(testTitles('a.test.ts', "run('x'); test.skip('y'); other.each([])('z')")).toEqual([])
})
