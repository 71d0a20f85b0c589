import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { lineDifference } from './line-difference.ts'
import { readSchema } from './read-schema.ts'

// Writes the schema that the migrations and generations give on the real engine; `--check` compares it instead.
const golden = fileURLToPath(new URL('../../packages/read-store/schema.golden.sql', import.meta.url))
const schema = await readSchema()
if (process.argv.includes('--check')) {
  const landed = existsSync(golden) ? readFileSync(golden, 'utf8') : ''
  if (landed !== schema) {
    console.error(lineDifference(landed, schema))
    process.exitCode = 1
  }
} else {
  writeFileSync(golden, schema)
}
