import { expect, test } from 'vitest'
import { ConfigError } from './config-error.ts'
import { withFileValues } from './file-values.ts'
import { loadConfig } from './load-config.ts'

const files: Readonly<Record<string, string>> = {
  '/run/secrets/webhook': 'newest,older\n',
  '/run/secrets/password': 'with space \r\n',
  '/run/secrets/empty': '\n',
}

function readText(path: string): string {
  const text = files[path]
  if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' })
  return text
}

const problemsOf = (env: Record<string, string>) => {
  try {
    return withFileValues(env, readText)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

test('a variable has the text of its file, and nothing in the environment says so any more', () => {
  const env = withFileValues(
    { OCTO_WEBHOOK_SECRETS_FILE: '/run/secrets/webhook', OCTO_HTTP_PORT: '0', HOME: '/root' },
    readText,
  )
  expect(env).toEqual({ OCTO_WEBHOOK_SECRETS: 'newest,older', OCTO_HTTP_PORT: '0', HOME: '/root' })
  const { config, notices } = loadConfig(env, ['server', 'receiving'])
  expect(config.receiving.webhookSecrets).toEqual(['newest', 'older'])
  expect(notices).toEqual([])
})

test('only the line feed at its end is not the value', () => {
  const env = withFileValues({ OCTO_CLICKHOUSE_PASSWORD_FILE: '/run/secrets/password' }, readText)
  expect(env.OCTO_CLICKHOUSE_PASSWORD).toBe('with space ')
})

test('an empty file sets nothing', () => {
  const env = withFileValues({ OCTO_JWT_SECRET_FILE: '/run/secrets/empty' }, readText)
  expect(loadConfig(env, ['access'], { mayBeClosed: true }).config.access.jwt).toBeNull()
})

test('a variable that names a file itself, and what is none of ours, stay as they are', () => {
  const env = { OCTO_TEAMS_FILE: '/etc/teams.yaml', OTHER_FILE: '/nowhere', OCTO_API_KEYS_FILE: '' }
  expect(withFileValues(env, readText)).toEqual(env)
})

test('a file that is missing, and a variable that is set twice, stop the start with their names', () => {
  expect(
    problemsOf({
      OCTO_API_KEYS_FILE: '/run/secrets/none',
      OCTO_WEBHOOK_SECRETS_FILE: '/run/secrets/webhook',
      OCTO_WEBHOOK_SECRETS: 'also here',
      OCTO_GITHUB_TOKEN_FILE: 'ghp_the_token_itself',
    }),
  ).toEqual([
    {
      variable: 'OCTO_API_KEYS_FILE',
      value: '"/run/secrets/none"',
      expected: 'a file that can be read (ENOENT)',
    },
    {
      variable: 'OCTO_WEBHOOK_SECRETS_FILE',
      value: '"/run/secrets/webhook"',
      expected: 'not to be set beside OCTO_WEBHOOK_SECRETS',
    },
    {
      variable: 'OCTO_GITHUB_TOKEN_FILE',
      value: '(hidden)',
      expected: 'a file that can be read (ENOENT)',
    },
  ])
})
