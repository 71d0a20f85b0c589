/**
 * @typedef {import('./totals.mjs').Totals} Totals
 * @typedef {{ readonly theme: string, readonly state: string, readonly tests: readonly string[] }} SeedRow
 * @typedef {{ readonly rows: readonly SeedRow[] }} Seeds
 *
 * @typedef {object} NamedReport The part of vitest's JSON report that names what ran.
 * @property {readonly { readonly name: string, readonly assertionResults: readonly { readonly fullName: string, readonly status: string }[] }[]} testResults a file each, by its absolute path
 */

/**
 * The tests that the seeds' promises name and that did not pass in this run, whether they failed or never ran.
 * @param {Seeds} seeds
 * @param {NamedReport | null} report null: there is none
 * @param {string} root the absolute folder of the project, ending in a slash
 * @returns {readonly string[]}
 */
export function unseenTests({ rows }, report, root) {
  const passed = new Set(
    (report?.testResults ?? []).flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'passed')
        .map(({ fullName }) => `${name.replace(root, '')} > ${fullName}`),
    ),
  )
  return [...new Set(rows.flatMap(({ tests }) => tests))].filter((test) => !passed.has(test))
}

/**
 * One line: how many promises are shown, and how many of each theme are not yet.
 * @param {Seeds} seeds
 * @returns {string}
 */
export function describeSeeds({ rows }) {
  const waiting = rows.filter(({ state }) => state !== 'shown')
  const themes = [...new Set(waiting.map(({ theme }) => theme))]
  const counts = themes.map((theme) => `${theme} ${waiting.filter((row) => row.theme === theme).length}`)
  return `seeds: ${rows.length - waiting.length} of ${rows.length} promises are shown; still open: ${counts.join(', ') || 'none'}`
}

/**
 * All of them together are one check.
 * @param {readonly string[]} unseen
 * @returns {Totals}
 */
export function seedTotals(unseen) {
  return { passed: unseen.length === 0 ? 1 : 0, failed: unseen.length }
}
