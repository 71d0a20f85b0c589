import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describeSeeds, seedTotals, unseenTests } from './seeds.mjs'
import { addUp, checkTotals, testTotals } from './totals.mjs'

// node main.mjs <exit code of check> <its report> <exit code of the tests> <vitest's report>
const [checkCode, checkReport, testCode, testReport] = process.argv.slice(2)
const root = fileURLToPath(new URL('../../', import.meta.url))
const tests = readReport(testReport)
const seeds = JSON.parse(readFileSync(`${root}docs/seeds.json`, 'utf8'))
const unseen = unseenTests(seeds, tests, root)
for (const test of unseen) console.log(`docs/seeds.json names a test that did not pass: ${test}`)
console.log(`\n${describeSeeds(seeds)}`)
const total = addUp([
  checkTotals(Number(checkCode), readReport(checkReport)),
  testTotals(Number(testCode), tests),
  seedTotals(unseen),
])
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1

/** @param {string | undefined} path */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path ?? '', 'utf8'))
  } catch {
    // The command ended before it could write one, which the totals count as a failure.
    return null
  }
}
