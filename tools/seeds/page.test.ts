import { expect, test } from 'vitest'
import { renderSeedsPage } from './page.ts'
import type { SeedRow } from './seeds.ts'

const row: SeedRow = {
  id: '4.3/trend',
  seeds: ['000', '003'],
  section: 'Counters',
  feature: 'Trend',
  promise: 'Points a|b.',
  remark: 'Half.',
  theme: 'read-models',
  state: 'part',
  tests: ['a.test.ts > one', 'b.test.ts > two'],
}

test('the page counts by theme and tells each promise with its tests', () => {
  const rows = [
    row,
    { ...row, id: '4.4/other', section: 'Others', theme: 'foundation', state: 'shown' } as const,
  ]
  const page = renderSeedsPage({ finished: ['foundation'], rows })
  expect(page).toContain('| foundation (finished) | 1 | 1 | 0 | 0 |\n| read-models | 1 | 0 | 1 | 0 |')
  expect(page).toContain('## 4.3 Counters\n')
  expect(page).toContain('## 4.4 Others\n')
  expect(page).toContain(
    '| `4.3/trend` | 000 003 | **Trend** Points a\\|b. _Half._ | read-models | in part | `a.test.ts > one`<br>`b.test.ts > two` |\n',
  )
})
