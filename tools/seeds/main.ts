import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findFaults } from './find-faults.ts'
import { renderSeedsPage } from './page.ts'
import { readSeeds, seedsPage } from './seeds.ts'
import { testTitles } from './test-titles.ts'

// Writes docs/seeds.md from docs/seeds.json; `--check` compares it instead, and says what is wrong with the rows.
const root = fileURLToPath(new URL('../..', import.meta.url))
const seeds = readSeeds(root)
const page = renderSeedsPage(seeds)
const file = join(root, seedsPage)
if (process.argv.includes('--check')) {
  const faults = findFaults(seeds, (path) =>
    existsSync(join(root, path)) ? testTitles(path, readFileSync(join(root, path), 'utf8')) : null,
  )
  const isCurrent = existsSync(file) && readFileSync(file, 'utf8') === page
  const problems = isCurrent ? faults : [...faults, `${seedsPage} is not what docs/seeds.json says`]
  for (const problem of problems) console.error(problem)
  process.exitCode = problems.length === 0 ? 0 : 1
} else {
  writeFileSync(file, page)
}
