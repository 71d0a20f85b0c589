import { liveGeneration, type SlowApprover, slowApprovers } from '@octometer/read-store'
import type { ClockRule } from './condition.ts'
import { atLeast } from './severity.ts'

const DAY_MS = 86_400_000
const HOUR_SECONDS = 3600

/**
 * Somebody whose approvals of the last days come, in the mean, some hours after the pull request was ready for review;
 * critical after some more (24 and 48 unless changed). Who approved only a few times is no bottleneck.
 */
export const slowApproverRule: ClockRule = {
  name: 'slow-approver',
  async look({ store }, { severity, thresholds }, now) {
    const models = await Promise.all(['people', 'pull-requests'].map((name) => liveGeneration(store, name)))
    if (models.includes(null)) return null
    const { hours = 24, critical_hours = 48, days = 30, approvals = 3 } = thresholds
    const slow = await store.query(slowApprovers, {
      since: new Date(now.getTime() - days * DAY_MS),
      least_seconds: hours * HOUR_SECONDS,
      least_approvals: approvals,
    })
    return slow.map((each) => ({
      ...wordsOf(each, days),
      severity: each.mean_seconds > critical_hours * HOUR_SECONDS ? atLeast(severity, 'critical') : severity,
    }))
  },
}

function wordsOf({ login_key, approvals, mean_seconds }: SlowApprover, days: number) {
  const hours = Math.round((10 * mean_seconds) / HOUR_SECONDS) / 10
  return {
    subject: `approver:${login_key}`,
    key: 'slow',
    title: `${login_key} approves ${hours} hours after a pull request is ready, in the mean`,
    message: `${approvals} pull requests approved in the last ${days} days.`,
    url: null,
    repository: null,
  }
}
