import { type SeedRow, type Seeds, states, themes } from './seeds.ts'

/** How many promises the five seeds make. */
const PROMISES = 148

/** Reads the file at a path from the root; null: there is none. */
export type TitlesOf = (path: string) => readonly RegExp[] | null

/** One line of text for each row that is missing, doubled, undecided, or that claims a test that nobody wrote. */
export function findFaults({ finished, rows }: Seeds, titlesOf: TitlesOf): readonly string[] {
  const faults = rows.length < PROMISES ? [`there are ${rows.length} rows, ${PROMISES} were promised`] : []
  for (const [id, same] of Map.groupBy(rows, ({ id }) => id)) {
    if (same.length > 1) faults.push(`${id} is there ${same.length} times`)
  }
  for (const theme of finished.filter((each) => !themes.includes(each))) {
    faults.push(`there is no theme ${theme}`)
  }
  return [
    ...faults,
    ...rows.flatMap((row) => rowFaults(row, finished, titlesOf).map((fault) => `${row.id} ${fault}`)),
  ]
}

function rowFaults(row: SeedRow, finished: Seeds['finished'], titlesOf: TitlesOf): readonly string[] {
  const { id, theme, state, tests, remark } = row
  const isFinished = finished.includes(theme)
  const faults = [
    !/^4\.\d+\/[a-z0-9]+(-[a-z0-9]+)*$/.test(id) && 'is no section and name',
    !themes.includes(theme) && `belongs to no theme: ${theme}`,
    !states.includes(state) && `is in no state: ${state}`,
    isFinished && state !== 'shown' && `is ${state}, and ${theme} is finished`,
    state === 'open' && tests.length > 0 && 'is open, and has tests',
    state !== 'open' && tests.length === 0 && `is ${state} by no test`,
    state === 'part' && remark === undefined && 'does not say what is missing',
    new Set(tests).size < tests.length && 'names a test twice',
  ]
  return [
    ...faults.filter((fault) => fault !== false),
    ...tests.flatMap((test) => testFaults(test, titlesOf)),
  ]
}

function testFaults(id: string, titlesOf: TitlesOf): readonly string[] {
  const { path, title } = splitTestId(id)
  const titles = titlesOf(path)
  if (titles === null) return [`names a test of ${path}, which is not there`]
  return titles.some((each) => each.test(title)) ? [] : [`names a test that ${path} has not: ${title}`]
}

/** `path > full name`; a name may hold the sign too. */
function splitTestId(id: string): { readonly path: string; readonly title: string } {
  const [path = '', ...title] = id.split(' > ')
  return { path, title: title.join(' > ') }
}
