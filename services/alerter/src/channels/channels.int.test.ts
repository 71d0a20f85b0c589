import { createHmac } from 'node:crypto'
import { loadConfig } from '@octometer/config'
import { alertOf } from '@octometer/testkit'
import { expect, test } from 'vitest'
import type { Notification, Target } from './channel.ts'
import { startHttpReceiver, startMailReceiver } from './receiver.fixture.ts'
import { targetsOf } from './targets.ts'

const soon = () => AbortSignal.timeout(5000)
const open: Notification = { kind: 'alert', id: 'n1', about: 'open', alert: alertOf() }
const digest: Notification = { kind: 'digest', id: 'n2', text: '1 open, 0 resolved within a day.' }

function target(env: Readonly<Record<string, string>>): Target {
  const { config } = loadConfig({ OCTO_ALERT_ALLOWED_HOSTS: '127.0.0.1', ...env }, ['alerts'])
  const [only] = targetsOf(config.alerts)
  if (only === undefined) throw new Error('nothing is configured')
  return only
}

test('Slack gets headline, colour and lines; what has a meaning for Slack is escaped', async () => {
  await using receiver = await startHttpReceiver()
  const slack = target({ OCTO_SLACK_URL: receiver.url })
  await slack.send(open, soon())
  const headline = '[high] Conflict in acme/api#1: &lt;!channel&gt; &amp; more'
  expect(receiver.posts[0]?.json).toMatchObject({ text: headline, attachments: [{ color: '#fd7e14' }] })
  expect(receiver.posts[0]?.text).toContain('Rule conflict, seen 2 times since 2026-01-05T10:00:00.000Z.')
  await slack.send(digest, soon())
  expect(receiver.posts[1]?.text).toContain('1 open, 0 resolved')
})

test('Discord gets an embed, and nobody is pinged', async () => {
  await using receiver = await startHttpReceiver()
  const over = alertOf({ state: 'resolved', resolved_at: '2026-01-05T11:00:00.000Z', title: 'x'.repeat(300) })
  await target({ OCTO_DISCORD_URL: receiver.url }).send({ ...open, about: 'resolved', alert: over }, soon())
  expect(receiver.posts[0]?.json).toMatchObject({
    allowed_mentions: { parse: [] },
    embeds: [{ color: 0x28a745, title: `Resolved: ${'x'.repeat(246)}` }],
  })
})

test('a program gets signed JSON under an id that stays', async () => {
  await using receiver = await startHttpReceiver()
  const env = { OCTO_ALERT_WEBHOOKS: receiver.url, OCTO_ALERT_WEBHOOK_SECRET: 'its own secret' }
  await target(env).send(open, soon())
  const [post] = receiver.posts
  const signature = createHmac('sha256', 'its own secret')
    .update(post?.text ?? '')
    .digest('hex')
  expect(post?.headers).toMatchObject({
    'x-hub-signature-256': `sha256=${signature}`,
    'x-octometer-delivery': 'n1',
    'x-octometer-event': 'alert',
  })
  expect(post?.json).toMatchObject({ id: 'n1', about: 'open', alert: { alert_id: 'a1', rule: 'conflict' } })
})

test('mail goes to everybody named, and a refusal says its number alone', async () => {
  await using receiver = await startMailReceiver()
  const OCTO_SMTP_URL = `smtp://127.0.0.1:${receiver.port}?from=octo@example.org&to=a@example.org,b@example.org`
  const email = target({ OCTO_SMTP_URL })
  await email.send(open, soon())
  expect(receiver.mails).toMatchObject([{ from: 'octo@example.org', to: ['a@example.org', 'b@example.org'] }])
  expect(receiver.mails[0]?.text).toMatch(/^Subject: \[high\] Conflict in acme\/api#1/m)
  receiver.refuseNext('550 no such thing as user:password')
  const refused = await email.send(open, soon()).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'channel_failed', message: expect.stringMatching(/: 550$/) })
})

test.each([301, 400, 404, 500])(
  '%i is no success: no redirect is followed, no secret is said',
  async (status) => {
    await using receiver = await startHttpReceiver()
    receiver.statuses.push(status)
    const failed = await target({ OCTO_SLACK_URL: receiver.url })
      .send(open, soon())
      .catch((error: unknown) => error)
    const host = new URL(receiver.url).host
    expect(failed).toMatchObject({ message: `${host} answered ${status}`, retryable: true })
    expect(receiver.posts).toHaveLength(1)
  },
)

test('a receiver inside the own network must be allowed by name', async () => {
  await using receiver = await startHttpReceiver()
  const { port } = new URL(receiver.url)
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0.0.0.0']) {
    const slack = target({ OCTO_SLACK_URL: `http://${host}:${port}/`, OCTO_ALERT_ALLOWED_HOSTS: '' })
    await expect(slack.send(open, soon()), host).rejects.toThrow(/not public|cannot be resolved/)
  }
  const named = target({
    OCTO_SLACK_URL: `http://localhost:${port}/`,
    OCTO_ALERT_ALLOWED_HOSTS: 'LocalHost',
  })
  await named.send(open, soon())
  expect(receiver.posts).toHaveLength(1)
})
