import { documentedVariables, loadConfig } from '@octometer/config'
import { expect, test } from 'vitest'
import { demoEnvironment } from './demo-environment.ts'

test('nothing that the environment says lets the demo ask GitHub', () => {
  const names = documentedVariables()
    .filter(({ group, secret }) => group === 'github' && secret === true)
    .flatMap(({ name, aliases }) => [name, ...aliases])
  expect(names).toContain('GITHUB_TOKEN')
  const env = Object.fromEntries([...names, 'OCTO_GITHUB_APP_ID'].map((name) => [name, 'x']))
  const { github } = loadConfig(demoEnvironment({ ...env, OCTO_GITHUB_OWNER: 'acme' }, true), [
    'github',
  ]).config
  expect(github).toMatchObject({ token: null, app: null, owner: 'acme' })
})
