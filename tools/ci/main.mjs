import { readFileSync } from 'node:fs'
import { addUp, checkTotals, testTotals } from './totals.mjs'

// node main.mjs <exit code of check> <its report> <exit code of the tests> <vitest's report>
const [checkCode, checkReport, testCode, testReport] = process.argv.slice(2)
const total = addUp([
  checkTotals(Number(checkCode), readReport(checkReport)),
  testTotals(Number(testCode), readReport(testReport)),
])
console.log(`\n${total.passed} passed, ${total.failed} failed`)
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
