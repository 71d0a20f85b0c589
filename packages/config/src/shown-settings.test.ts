import { expect, test } from 'vitest'
import { shownSettings } from './shown-settings.ts'

const env = {
  OCTO_HTTP_PORT: '9000',
  OCTO_WEBHOOK_URL: 'https://user:hunter2@octometer.example/webhooks/github',
  OCTO_GITHUB_TOKEN: 'ghp_hunter2',
  METRICS_WEBHOOK_SECRET: 'hunter2, and a comma',
  OCTO_NATS_URL: 'nats://octo:hunter2@nats.example:4222',
  OCTO_TIMEZONE: '',
}

const settings = shownSettings(env, ['server', 'receiving', 'github'])
const shown = (name: string) => settings.find((each) => each.name === name)

test('what was set is shown with the name that set it, and without secrets', () => {
  expect(shown('OCTO_HTTP_PORT')).toMatchObject({ setBy: 'OCTO_HTTP_PORT', value: '9000', isRead: true })
  expect(shown('OCTO_WEBHOOK_URL')).toMatchObject({ value: '…@octometer.example/webhooks/github' })
  expect(shown('OCTO_GITHUB_TOKEN')).toMatchObject({ setBy: 'OCTO_GITHUB_TOKEN', value: null, secret: true })
  expect(shown('OCTO_WEBHOOK_SECRETS')).toMatchObject({ setBy: 'METRICS_WEBHOOK_SECRET', value: null })
  expect(JSON.stringify(settings)).not.toContain('hunter2')
})

test('what was not set has its default beside it, and what another service reads is known to be unknown', () => {
  expect(shown('OCTO_TIMEZONE')).toMatchObject({ setBy: null, value: null, default: 'UTC', isRead: true })
  expect(shown('OCTO_NATS_URL')).toMatchObject({ setBy: null, value: null, isRead: false })
})
