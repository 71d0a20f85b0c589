import { type Delivery, decodeMessage, defaultAlertRules } from '@octometer/event-contracts'
import { type GivenDelivery, storedDelivery } from '@octometer/testkit'
import type { Finding } from './event-rule.ts'
import { readDelivery } from './event-rules.ts'

/** A delivery as the alerter reads it from the log. */
export function delivered(given: GivenDelivery): Delivery {
  const message = decodeMessage(storedDelivery(given))
  if (message.kind !== 'delivery') throw new Error(`${message.kind} is no delivery`)
  return message.delivery
}

/** What the rules, as they are by default, find in a delivery. Throws for one that a rule cannot read. */
export function findingsIn(given: GivenDelivery): readonly Finding[] {
  const { findings, unreadable } = readDelivery(delivered(given), defaultAlertRules)
  const [first] = unreadable
  if (first !== undefined) throw new Error(`${first.rule}: ${first.reason}`)
  return findings
}
