import { connectLog, type EventLog, ensureStreams } from '@octometer/event-log'
import { connectStore, migrate } from '@octometer/read-store'
import { createLogger } from '@octometer/telemetry'
import { startClickHouse, startNatsServer } from '@octometer/testkit'
import { expect } from 'vitest'
import { startAlerterProcess } from './alerter-process.ts'

export interface TwoAlerters {
  readonly log: EventLog
  /** As `kill -9`; resolves when the other one leads. */
  killLeader(): Promise<void>
  /** What both wrote. */
  output(): string
}

/** Two alerters as processes of their own, on a system of their own; one of them leads. The stack ends them. */
export async function startTwoAlerters(
  stack: AsyncDisposableStack,
  settings: Readonly<Record<string, string>>,
  patient: { readonly timeout: number },
): Promise<TwoAlerters> {
  const logger = createLogger({ service: 'test', level: 'silent' })
  const nats = stack.use(await startNatsServer())
  const clickhouse = stack.use(await startClickHouse())
  await migrate(stack.use(connectStore({ ...clickhouse, cluster: null, ca: null })))
  const log = stack.use(await connectLog({ url: nats.url, name: 'test', logger }))
  await ensureStreams(log, { maxBytes: { EVENTS: 2 ** 26, API_CALLS: 2 ** 24 } })
  const all = {
    OCTO_NATS_URL: nats.url,
    OCTO_CLICKHOUSE_URL: clickhouse.url,
    OCTO_CLICKHOUSE_USER: clickhouse.user,
    OCTO_CLICKHOUSE_PASSWORD: clickhouse.password,
    OCTO_ALERT_ALLOWED_HOSTS: '127.0.0.1',
    OCTO_ALERT_DIGEST: 'off',
    ...settings,
  }
  const alerters = [stack.use(startAlerterProcess(all)), stack.use(startAlerterProcess(all))]
  await expect.poll(() => alerters.filter((each) => each.isLeading()).length, patient).toBe(1)
  return {
    log,
    async killLeader() {
      const [first, second] = alerters.toSorted((a, b) => Number(b.isLeading()) - Number(a.isLeading()))
      await first?.kill()
      await expect.poll(() => second?.isLeading(), patient).toBe(true)
    },
    output: () => alerters.map((each) => each.output()).join(''),
  }
}
