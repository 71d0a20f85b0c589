import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gatesOf } from './gates.ts'
import { runGates } from './run-gates.ts'

// npm run check [-- gate …] [-- --report file]: every gate, or those whose names are given.
const { values, positionals } = parseArgs({ options: { report: { type: 'string' } }, allowPositionals: true })
const root = fileURLToPath(new URL('../..', import.meta.url))
const all = gatesOf(root)
const unknown = positionals.filter((name) => !all.some((gate) => gate.name === name))
if (unknown.length > 0) {
  console.error(
    `There is no gate ${unknown.join(', ')}; there are: ${all.map((gate) => gate.name).join(', ')}.`,
  )
  process.exit(2)
}
const chosen = positionals.length === 0 ? all : all.filter((gate) => positionals.includes(gate.name))
const results = await runGates(chosen, root, console.log)
const failed = results.filter((result) => !result.passed).length
if (values.report !== undefined) {
  writeFileSync(values.report, JSON.stringify({ passed: results.length - failed, failed }))
}
process.exitCode = failed === 0 ? 0 : 1
