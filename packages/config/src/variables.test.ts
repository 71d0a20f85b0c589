import { expect, test } from 'vitest'
import { seedNames } from './seed-names.ts'
import type { VariableEntry } from './variable.ts'
import { documentedVariables, variableNames, variables } from './variables.ts'

const documented = documentedVariables()

test.each(documented)('$name is documented whole', (doc) => {
  expect(doc.name).toMatch(/^OCTO_[A-Z0-9_]+$/)
  expect(doc.description).toMatch(/^[A-Z].{10,}[^.]$/)
  expect(doc.mayBe).not.toBe('')
  expect(doc.kind).not.toBe('')
})

test('every default is one of the values that its variable may have', () => {
  const refused = Object.entries<VariableEntry>(variables).filter(
    ([, entry]) => entry.default !== null && !entry.kind.schema.safeParse(entry.default).success,
  )
  expect(refused.map(([name]) => name)).toEqual([])
})

test('every variable belongs to one group, and every group has some', () => {
  const groups = [
    'server',
    'receiving',
    'access',
    'nats',
    'clickhouse',
    'projectors',
    'answers',
    'github',
    'alerts',
  ] as const
  const sizes = groups.map((group) => variableNames([group]).size)
  expect(sizes.every((size) => size > 0)).toBe(true)
  expect(sizes.reduce((sum, size) => sum + size)).toBe(documented.length)
})

test('secrets are marked, aliases are listed', () => {
  const of = (name: string) => documented.find((doc) => doc.name === name)
  expect(documented.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
    'OCTO_ENCRYPTION_KEY',
    'OCTO_WEBHOOK_SECRETS',
    'OCTO_API_KEYS',
    'OCTO_JWT_SECRET',
    'OCTO_CLICKHOUSE_PASSWORD',
    'OCTO_CLICKHOUSE_READER_PASSWORD',
    'OCTO_BADGE_KEY',
    'OCTO_GITHUB_TOKEN',
    'OCTO_GITHUB_APP_PRIVATE_KEY',
    'OCTO_GITHUB_APP_WEBHOOK_SECRET',
    'OCTO_HEALTH_URLS',
    'OCTO_SLACK_URL',
    'OCTO_DISCORD_URL',
    'OCTO_SMTP_URL',
    'OCTO_ALERT_WEBHOOKS',
    'OCTO_ALERT_WEBHOOK_SECRET',
    'OCTO_FORWARD_RECEIVERS',
  ])
  expect(of('OCTO_WEBHOOK_SECRETS')?.aliases).toEqual(['METRICS_WEBHOOK_SECRET', 'GITHUB_WEBHOOK_SECRET'])
  expect(of('OCTO_DATA_DIR')?.aliases).toEqual([])
  expect(Object.values(seedNames).every(({ variable }) => variable in variables)).toBe(true)
})
