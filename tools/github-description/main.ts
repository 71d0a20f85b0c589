import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describedRoutes } from '@octometer/testkit'
import { describeRoutes } from './describe-routes.ts'

/** Published by GitHub's own people; unpacked it takes 385 MB, of which tests need a three-thousandth. */
const PACKAGE = '@octokit/openapi@23.0.2'
const target = new URL(
  '../../packages/testkit/src/github-simulator/described-api.golden.json',
  import.meta.url,
)

const folder = mkdtempSync(join(tmpdir(), 'octometer-description-'))
try {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', PACKAGE, '--json', '--silent'], { cwd: folder, encoding: 'utf8' }),
  )
  const member = 'package/generated/api.github.com.json'
  execFileSync('tar', ['-xzf', packed.filename, member], { cwd: folder })
  const whole = JSON.parse(readFileSync(join(folder, member), 'utf8'))
  const described = { source: PACKAGE, ...describeRoutes(whole, describedRoutes) }
  writeFileSync(target, `${JSON.stringify(described)}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
