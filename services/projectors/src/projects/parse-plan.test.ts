import { expect, test } from 'vitest'
import { parsePlan } from './parse-plan.ts'

const [TODO, DOING, DONE, BLOCKED] = [0, 1, 2, 3]

test.each([
  ['- [ ] Write it', TODO],
  ['- [x] Write it', DONE],
  ['* [X] Write it', DONE],
  ['  - [~] Write it', DOING],
  ['- [-] Write it', DOING],
  ['+ [!] Write it', BLOCKED],
])('%s', (line, status) => {
  expect(parsePlan(line)).toEqual([{ title: 'Write it', status, priority: null }])
})

test.each(['- Write it', '- [y] Write it', '-[ ] Write it', '- [ ]', '- [ ]   ', 'a - [ ] b', ''])(
  '%j is no task',
  (line) => {
    expect(parsePlan(line)).toEqual([])
  },
)

test.each([
  ['- [ ] [HIGH] Write it', 'Write it', 'high'],
  ['- [ ] **Write** `it` [critical]', 'Write it', 'critical'],
  ['- [ ] Write it: with care', 'Write it', null],
  ['- [ ] Write it - with care', 'Write it', null],
  ['- [ ] Re-read it at 10:30', 'Re-read it at 10:30', null],
  ['- [ ] [someday] Write it', '[someday] Write it', null],
  [`- [ ] ${'a'.repeat(600)}`, 'a'.repeat(500), null],
])('the title and priority of %s', (line, title, priority) => {
  expect(parsePlan(line)).toEqual([{ title, status: TODO, priority }])
})

test('of several tasks with one title the first counts', () => {
  expect(parsePlan('- [x] One\r\n- [ ] one: again\n- [ ] Two')).toEqual([
    { title: 'One', status: DONE, priority: null },
    { title: 'Two', status: TODO, priority: null },
  ])
})

test('what stands in a block of code is no task', () => {
  expect(parsePlan('```md\n- [ ] One\n~~~\n- [ ] Two\n```\n- [x] Three')).toMatchObject([{ title: 'Three' }])
})

test('tables are read by the names of their columns', () => {
  const plan = `
| Priority | **Task**         | Owner | Status      |
|----------|:----------------:|-------|-------------|
| High     | One              | mona  | ✅ Done      |
| low      | Two \\| a half    |       | In progress |
| none     | Three [critical] |       | blocked     |
|          | Four             |       |             |

| Task | Cost |
|------|------|
| Five | 7    |`
  expect(parsePlan(plan)).toEqual([
    { title: 'One', status: DONE, priority: 'high' },
    { title: 'Two | a half', status: DOING, priority: 'low' },
    { title: 'Three', status: BLOCKED, priority: 'critical' },
    { title: 'Four', status: TODO, priority: null },
  ])
})
