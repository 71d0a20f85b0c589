/**
 * The part of vitest's JSON report that says which tests failed.
 * @typedef {object} AssertionResult
 * @property {string} fullName
 * @property {string} status
 * @property {readonly string[] | null} [failureMessages]
 *
 * @typedef {object} FileResult
 * @property {string} name the file's absolute path
 * @property {string} status
 * @property {readonly AssertionResult[]} assertionResults
 *
 * @typedef {object} Report
 * @property {readonly FileResult[]} testResults
 */

/** More files than these fail of one cause, and are not run again. */
const MOST_FILES = 5

/**
 * The files to run once more: a test that waits on real servers may starve on a busy machine, and what is broken fails
 * again. None when too many failed for that to be the reason.
 * @param {Report | null} report null: there is none
 * @param {string} root the absolute folder of the project, ending in a slash
 * @returns {readonly string[]}
 */
export function filesToRunAgain(report, root) {
  const failed = (report?.testResults ?? []).filter(({ status }) => status === 'failed')
  return failed.length > MOST_FILES ? [] : failed.map(({ name }) => name.replace(root, ''))
}

/**
 * The first report with the files of the second in place of theirs.
 * @param {Report} first
 * @param {Report} again
 * @returns {Report}
 */
export function withFilesRunAgain(first, again) {
  const byName = new Map(again.testResults.map((file) => [file.name, file]))
  return { testResults: first.testResults.map((file) => byName.get(file.name) ?? file) }
}

/**
 * The tests that passed only when they were run again, each with the first line of why it failed.
 * @param {Report} first
 * @param {Report} again
 * @param {string} root
 * @returns {readonly string[]}
 */
export function passedOnlyAgain(first, again, root) {
  const passed = new Set(
    testsOf(again, root).flatMap(({ id, test }) => (test.status === 'passed' ? [id] : [])),
  )
  return testsOf(first, root)
    .filter(({ id, test }) => test.status === 'failed' && passed.has(id))
    .map(({ id, test }) => `${id}: ${test.failureMessages?.[0]?.split('\n')[0] ?? 'no message'}`)
}

/**
 * @param {Report} report
 * @param {string} root
 */
function testsOf({ testResults }, root) {
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ id: `${name.replace(root, '')} > ${test.fullName}`, test })),
  )
}
