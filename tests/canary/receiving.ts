import { randomUUID } from 'node:crypto'
import { genuineDeliveries } from '@octometer/testkit'
import { asRequest } from '../support/run-workload.ts'
import { createSender, type OutgoingRequest } from '../support/send.ts'
import { requestOf } from '../support/send-events.ts'
import type { CanaryRun } from './canary-run.ts'

const DELIVERIES = 80
const repository = {
  id: 7,
  name: 'api',
  full_name: 'acme/api',
  owner: { login: 'acme', id: 1 },
  default_branch: 'main',
}
const failedRun = {
  ...{
    id: 1,
    name: 'ci',
    workflow_id: 1,
    head_branch: 'main',
    head_sha: 'f'.repeat(40),
    status: 'completed',
  },
  ...{ conclusion: 'failure', run_attempt: 1, event: 'push', run_number: 1 },
}

/** Deliveries good and bad; one becomes a dead letter, one an alert. */
export async function sendDeliveries(run: CanaryRun, planted: string): Promise<void> {
  const { asker, book, secrets } = run
  const at = new Date().toISOString()
  const good = genuineDeliveries().slice(0, DELIVERIES).map(asRequest)
  const made = [
    requestOf({
      event: 'watch',
      payload: { action: 'started', repository, sender: { login: planted, id: 5, type: 'User' } },
    }),
    requestOf({
      event: 'pull_request',
      payload: { action: 'opened', number: 1, repository, pull_request: 1 },
    }),
    requestOf({
      event: 'workflow_run',
      payload: {
        action: 'completed',
        repository,
        workflow_run: { ...failedRun, created_at: at, updated_at: at, run_started_at: at },
      },
    }),
  ]
  const statuses = await sendAll(run, secrets.webhookSecret, [...good, ...made])
  requireEach(statuses, 202)
  requireEach(
    await sendAll(run, secrets.olderWebhookSecret, [requestOf({ event: 'ping', payload: {} })]),
    202,
  )
  const [first] = good
  if (first === undefined) throw new Error('there are no genuine deliveries')
  const bad: OutgoingRequest[] = [
    { ...first, signature: 'wrong' },
    { ...first, signature: 'none' },
    {
      ...first,
      signature: 'none',
      headers: { ...first.headers, 'x-hub-signature-256': secrets.webhookSecret },
    },
  ]
  requireEach(await sendAll(run, secrets.webhookSecret, bad), 401)
  requireEach(await sendAll(run, secrets.webhookSecret, [{ ...first, body: '{' }]), 400)
  for (const path of [
    '/metrics',
    '/api/monitor/webhook',
    '/api/v1/webhooks/github',
    '/api/webhooks/github',
  ]) {
    const headers = { 'x-github-event': 'ping', 'x-github-delivery': randomUUID() }
    await asker.ask(path, secrets.wrongKey, { body: {}, headers })
  }
  book.add('answer', 'POST /webhooks/github statuses', statuses.join())
}

async function sendAll(
  { asker, book }: CanaryRun,
  secret: string,
  requests: readonly OutgoingRequest[],
): Promise<readonly number[]> {
  using sender = createSender(asker.url, secret, 8)
  const answers = await sender.sendAll(requests)
  for (const { body } of answers) book.add('answer', 'POST /webhooks/github', body)
  return answers.map(({ status }) => status)
}

function requireEach(statuses: readonly number[], wanted: number): void {
  if (statuses.some((status) => status !== wanted))
    throw new Error(`${wanted} was wanted: ${statuses.join()}`)
}
