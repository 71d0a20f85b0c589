import { expect, test } from 'vitest'
import { accountKind } from './account-kind.ts'

test.each([
  ['mona', 'User', 'person'],
  ['mona', '', 'person'],
  ['robotnik', 'User', 'person'],
  ['dependabot[bot]', 'Bot', 'bot'],
  ['dependabot[bot]', '', 'bot'],
  ['some-app', 'Bot', 'bot'],
  ['CI-user', 'User', 'bot'],
  ['Copilot', 'Bot', 'ai_agent'],
  ['copilot-swe-agent[bot]', 'Bot', 'ai_agent'],
  ['devin-ai-integration[bot]', '', 'ai_agent'],
  ['claude', 'User', 'ai_agent'],
  ['claudette', 'User', 'person'],
])('%s of the type "%s" is a %s', (login, type, kind) => {
  expect(accountKind(login, type, ['ci-USER'])).toBe(kind)
})
