import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { passedOnlyAgain, withFilesRunAgain } from './again/again.mjs'
import { readReport } from './read-report.mjs'
import { describeSeeds, seedTotals, unseenTests } from './seeds.mjs'
import { addUp, checkTotals, testTotals } from './totals.mjs'

// node main.mjs <exit code of check> <its report> <exit code of the tests> <vitest's report> [<the same of what ran again>]
const [checkCode, checkReport, firstCode, firstReport, againCode, againReport] = process.argv.slice(2)
const root = fileURLToPath(new URL('../../', import.meta.url))
const first = readReport(firstReport)
const again = againCode === undefined ? null : readReport(againReport)
const tests = first !== null && again !== null ? withFilesRunAgain(first, again) : first
const seeds = JSON.parse(readFileSync(`${root}docs/seeds.json`, 'utf8'))
const unseen = unseenTests(seeds, tests, root)
for (const test of unseen) console.log(`docs/seeds.json names a test that did not pass: ${test}`)
console.log(`\n${describeSeeds(seeds)}`)
const flaky = first !== null && again !== null ? passedOnlyAgain(first, again, root) : []
for (const test of flaky) console.log(`FLAKY, passed only when it was run again: ${test}`)
const total = addUp([
  checkTotals(Number(checkCode), readReport(checkReport)),
  testTotals(Number(againCode ?? firstCode), tests),
  seedTotals(unseen),
])
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1
