import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { configurationPage } from './page.ts'

// Writes docs/configuration.md from the variables that the services read; `--check` compares it instead.
const file = fileURLToPath(new URL('../../docs/configuration.md', import.meta.url))
const page = configurationPage()
if (process.argv.includes('--check')) {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== page) {
    console.error('docs/configuration.md is not what the services read')
    process.exitCode = 1
  }
} else {
  writeFileSync(file, page)
}
