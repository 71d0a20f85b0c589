import { type AlertRuleName, defaultAlertRules } from '@octometer/event-contracts'
import { connectLog, type EventLog, ensureStreams } from '@octometer/event-log'
import type { Store } from '@octometer/read-store'
import { createLogger } from '@octometer/telemetry'
import { startNatsServer } from '@octometer/testkit'
import { afterAll, beforeAll } from 'vitest'
import { openStore, type StoreFixture } from '../store.fixture.ts'
import { NOW } from './clock-rows.fixture.ts'
import { clockRules } from './clock-rules.ts'
import type { Condition } from './condition.ts'

type Thresholds = Readonly<Record<string, number>>

interface ClockRulesUnderTest {
  readonly insert: StoreFixture['insert']
  store(): Store
  log(): EventLog
  /** What a rule finds at NOW, or another time, with some of its thresholds changed. */
  look(
    name: AlertRuleName,
    thresholds?: Thresholds,
    now?: Date,
  ): Promise<readonly Condition[] | null | undefined>
}

/** For a test file: an empty store and log, to fill and to look at. */
export function clockRulesForTests(): ClockRulesUnderTest {
  const stack = new AsyncDisposableStack()
  let fixture: StoreFixture
  let log: EventLog
  beforeAll(async () => {
    fixture = stack.use(await openStore())
    const nats = stack.use(await startNatsServer())
    const logger = createLogger({ service: 'test', level: 'silent' })
    log = stack.use(await connectLog({ url: nats.url, name: 'test', logger }))
    await ensureStreams(log, { maxBytes: { EVENTS: 2 ** 26, API_CALLS: 2 ** 24 } })
  })
  afterAll(() => stack.disposeAsync())
  return {
    insert: (projection, rows) => fixture.insert(projection, rows),
    store: () => fixture.store,
    log: () => log,
    async look(name, thresholds = {}, now = NOW) {
      const rule = clockRules.find((each) => each.name === name)
      const settings = defaultAlertRules[name]
      const changed = { ...settings, thresholds: { ...settings.thresholds, ...thresholds } }
      return rule?.look({ store: fixture.store, log }, changed, now)
    },
  }
}
