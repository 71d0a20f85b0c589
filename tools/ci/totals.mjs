/**
 * @typedef {object} Totals
 * @property {number} passed
 * @property {number} failed
 */

/**
 * The part of vitest's JSON report that is counted.
 * @typedef {object} TestReport
 * @property {readonly { readonly status: string, readonly assertionResults: readonly { readonly status: string }[] }[]} testResults a file each
 */

/**
 * @param {number} exitCode
 * @param {Totals | null} report null: there is none
 * @returns {Totals}
 */
export function checkTotals(exitCode, report) {
  return believe(exitCode, report ?? { passed: 0, failed: 0 })
}

/**
 * A test that was skipped or left to do has not passed; nor has a file that failed outside its tests.
 * @param {number} exitCode
 * @param {TestReport | null} report null: there is none
 * @returns {Totals}
 */
export function testTotals(exitCode, report) {
  const files = report?.testResults ?? []
  const perFile = files.map(({ status, assertionResults }) => {
    const passed = assertionResults.filter((test) => test.status === 'passed').length
    const failed = assertionResults.length - passed
    return { passed, failed: status === 'failed' && failed === 0 ? 1 : failed }
  })
  return believe(exitCode, addUp(perFile))
}

/**
 * A command that ran nothing, or that ended badly without a failure to show for it, has failed once.
 * @param {number} exitCode
 * @param {Totals} counted
 * @returns {Totals}
 */
function believe(exitCode, { passed, failed }) {
  const unexplained = failed === 0 && (exitCode !== 0 || passed === 0)
  return { passed, failed: unexplained ? 1 : failed }
}

/**
 * @param {readonly Totals[]} parts
 * @returns {Totals}
 */
export function addUp(parts) {
  return parts.reduce(
    (sum, part) => ({ passed: sum.passed + part.passed, failed: sum.failed + part.failed }),
    { passed: 0, failed: 0 },
  )
}
