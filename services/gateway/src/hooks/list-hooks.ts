import { judgeHook } from '@octometer/event-contracts'
import { type AnswerOf, listHooks } from '@octometer/gateway-api'
import {
  type HookAttemptsRow,
  type HookStateNow,
  hookAttempts,
  hookReceipts,
  hookStatesNow,
  intakeHours,
} from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { completenessOf } from '../intake/list-intake.ts'

type Hook = AnswerOf<typeof listHooks>['data'][number]
type Shown = Pick<
  Hook,
  | 'state'
  | 'active'
  | 'is_aimed_here'
  | 'url_host'
  | 'events'
  | 'content_type'
  | 'verifies_tls'
  | 'last_response'
>

const HOUR_MS = 3_600_000
const LOG_HOURS = 24
const RECEIPT_HOURS = 7 * 24

export const listHooksEndpoint = endpoint(listHooks, 'intake', async ({ store, now }, { principal }) => {
  requireEveryRepository(principal, 'Hooks are not kept by repository')
  const until = now()
  const ago = (hours: number) => new Date(until.getTime() - hours * HOUR_MS)
  const [states, attempts, receipts, hours] = await Promise.all([
    store.query(hookStatesNow, {}),
    store.query(hookAttempts, { since: ago(LOG_HOURS) }),
    store.query(hookReceipts, { since: ago(RECEIPT_HOURS) }),
    store.query(intakeHours, { since: ago(LOG_HOURS), until, hooks: null }),
  ])
  const stateOf = new Map(states.map((row) => [row.hook, row]))
  const attemptsOf = new Map(attempts.map((row) => [row.hook, row]))
  const receiptOf = new Map(receipts.map((row) => [row.hook, row.newest_at]))
  const hoursOf = Map.groupBy(hours, ({ hook }) => hook)
  const hooks = [...new Set([...stateOf.keys(), ...attemptsOf.keys()])].sort()
  return {
    data: hooks.map((hook): Hook => {
      const its = hoursOf.get(hook)
      const [expected, held] = [sum(its, 'expected'), sum(its, 'held')]
      return {
        ...describe(hook, stateOf.get(hook) ?? null, attemptsOf.get(hook) ?? null),
        last_delivery_at: receiptOf.get(hook) ?? null,
        expected,
        held,
        completeness: expected === null || held === null ? null : completenessOf({ expected, held }),
      }
    }),
  }
})

function sum<K extends string>(
  rows: readonly Readonly<Record<K, number>>[] | undefined,
  key: K,
): number | null {
  return rows === undefined ? null : rows.reduce((total, row) => total + row[key], 0)
}

type Described = Omit<Hook, 'last_delivery_at' | 'expected' | 'held' | 'completeness'>

function describe(hook: string, state: HookStateNow | null, attempts: HookAttemptsRow | null): Described {
  const shown = state && { ...state, ...shownOf(state), is_meant_active: state.is_meant_active === 1 }
  const codes = attempts?.newest_codes ?? []
  return {
    hook,
    hook_id: hook.startsWith('hook:') ? hook.slice('hook:'.length) : null,
    owner_kind: state === null ? null : state.owner_kind === 'organization' ? 'organization' : 'repository',
    owner: state?.owner ?? null,
    mode: state === null ? null : state.mode === 'pull' ? 'pull' : 'push',
    ...judgeHook(shown && { ...shown, state: state.state }, codes),
    ...(state === null ? NOT_SHOWN : shownOf(state)),
    seen_at: state?.taken_at ?? null,
    last_attempt_at: attempts?.newest_at ?? null,
    last_codes: [...codes],
  }
}

const NOT_SHOWN: Shown = {
  ...{ state: null, active: null, is_aimed_here: null, url_host: null, events: [] },
  ...{ content_type: null, verifies_tls: null, last_response: null },
}

function shownOf(row: HookStateNow): Shown {
  const { response_code: code, response_status: status, response_message: message } = row
  const isTold = code !== null || status !== null || message !== null
  return {
    state: row.state === 'present' ? 'present' : 'missing',
    active: flagOf(row.active),
    is_aimed_here: flagOf(row.is_aimed_here),
    url_host: row.url_host,
    events: [...row.events],
    content_type: row.content_type,
    verifies_tls: flagOf(row.verifies_tls),
    last_response: isTold ? { code, status, message } : null,
  }
}

function flagOf(value: number | null): boolean | null {
  return value === null ? null : value === 1
}
