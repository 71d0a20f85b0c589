import { type AlertRuleName, type HookConditionName, judgeHook } from '@octometer/event-contracts'
import { deliveryLateness, hookAttempts, hookStatesNow, type Store } from '@octometer/read-store'
import type { ClockRule } from './condition.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const LOG_HOURS = 24

const rules: Readonly<Record<Exclude<HookConditionName, 'ok'>, AlertRuleName>> = {
  missing: 'hook-missing',
  disabled: 'hook-disabled',
  misaimed: 'hook-misaimed',
  wrong_secret: 'hook-wrong-secret',
  failing: 'hook-failing',
}

const titles: Readonly<Record<keyof typeof rules, string>> = {
  missing: 'is gone',
  disabled: 'is switched off',
  misaimed: 'points elsewhere',
  wrong_secret: 'signs with a wrong secret',
  failing: 'fails',
}

/** A rule for each thing that can be wrong with a hook: of several that are, a hook has the first. */
export const hookRules: readonly ClockRule[] = Object.entries(rules).map(
  ([condition, name]): ClockRule => ({
    name,
    async look({ store }, { severity }, now) {
      const hooks = await judgedHooks(store, now)
      return hooks
        .filter((each) => each.condition === condition)
        .map(({ hook, owner, detail }) => ({
          ...{ subject: hook, key: condition, severity, url: null, repository: null },
          title: `${owner === null ? hook : `The hook of ${owner}`} ${titleOf(condition)}`,
          message: `${hook}: ${detail}. GET /api/v1/hooks shows it.`,
        }))
    },
  }),
)

function titleOf(condition: string): string {
  return Object.entries(titles).find(([name]) => name === condition)?.[1] ?? condition
}

async function judgedHooks(store: Store, now: Date) {
  const since = new Date(now.getTime() - LOG_HOURS * HOUR_MS)
  const [states, attempts] = await Promise.all([
    store.query(hookStatesNow, {}),
    store.query(hookAttempts, { since }),
  ])
  const codesOf = new Map(attempts.map(({ hook, newest_codes }) => [hook, newest_codes]))
  const stateOf = new Map(states.map((state) => [state.hook, state]))
  const present = new Set(
    states.filter(({ state }) => state === 'present').map(({ owner }) => owner.toLowerCase()),
  )
  return [...new Set([...stateOf.keys(), ...codesOf.keys()])].flatMap((hook) => {
    const state = stateOf.get(hook) ?? null
    // Another took its place.
    if (state?.state === 'missing' && present.has(state.owner.toLowerCase())) return []
    const shown = state && {
      ...state,
      is_meant_active: state.is_meant_active === 1,
      active: state.active === null ? null : state.active === 1,
      is_aimed_here: state.is_aimed_here === null ? null : state.is_aimed_here === 1,
    }
    return [{ hook, owner: state?.owner ?? null, ...judgeHook(shown, codesOf.get(hook) ?? []) }]
  })
}

/** GitHub delivers late: nobody here can do anything but know it. Seen from what was pushed, against when it happened. */
export const githubLateRule: ClockRule = {
  name: 'github-late',
  async look({ store }, { severity, thresholds }, now) {
    const { seconds: most = 600, minutes = 30, deliveries: least = 3 } = thresholds
    const since = new Date(now.getTime() - minutes * MINUTE_MS)
    const [row] = await store.query(deliveryLateness, { since })
    const median = row?.median_seconds ?? null
    if (row === undefined || median === null || row.deliveries < least || median < most) return []
    return [
      {
        ...{
          subject: 'github',
          key: 'late',
          severity,
          url: 'https://www.githubstatus.com',
          repository: null,
        },
        title: `GitHub delivers ${spoken(median)} late`,
        message: `Half of the ${row.deliveries} newest deliveries of ${minutes} minutes came ${median} s after what they tell, or later.`,
      },
    ]
  },
}

/** Seconds in the unit that a person would say them in. */
function spoken(seconds: number): string {
  const minutes = seconds / 60
  if (minutes < 120) return `${Math.round(minutes)} minutes`
  const hours = minutes / 60
  return hours < 48 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`
}
