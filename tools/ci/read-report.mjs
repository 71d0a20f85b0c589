import { readFileSync } from 'node:fs'

/** @param {string | undefined} path */
export function readReport(path) {
  try {
    return JSON.parse(readFileSync(path ?? '', 'utf8'))
  } catch {
    // The command ended before it could write one, which the totals count as a failure.
    return null
  }
}
