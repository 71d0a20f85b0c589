import { fileURLToPath } from 'node:url'
import { readReport } from '../read-report.mjs'
import { filesToRunAgain } from './again.mjs'

// node again/main.mjs <vitest's report>: the files that are to be run once more, a line each.
const root = fileURLToPath(new URL('../../../', import.meta.url))
for (const file of filesToRunAgain(readReport(process.argv[2]), root)) console.log(file)
