/** What is wrong with a hook; `ok` where nothing is known to be. */
export const hookConditions = ['ok', 'missing', 'disabled', 'misaimed', 'wrong_secret', 'failing'] as const
export type HookConditionName = (typeof hookConditions)[number]

/** What GitHub tells of a hook. */
export interface ShownHookState {
  readonly state: string
  readonly mode: string
  readonly is_meant_active: boolean
  readonly active: boolean | null
  readonly is_aimed_here: boolean | null
  readonly url_host: string | null
}

export interface JudgedHook {
  readonly condition: HookConditionName
  /** What is so, and what to do; null where nothing is wrong. */
  readonly detail: string | null
}

/** So many attempts in a row that failed are no accident. */
const FAILING_AFTER = 3

/**
 * What is wrong with a hook, the cause before what follows from it. `codes`: what its receiver answered to the newest attempts,
 * the newest first. In pull mode every attempt fails, and is meant to.
 */
export function judgeHook(shown: ShownHookState | null, codes: readonly number[]): JudgedHook {
  if (shown !== null && shown.state !== 'present')
    return wrong('missing', 'GitHub has it no more: set it up again')
  if (shown?.active === false && shown.is_meant_active)
    return wrong('disabled', 'it is switched off at GitHub: set it up again')
  if (shown?.is_aimed_here === false)
    return wrong('misaimed', `it points to ${shown.url_host ?? 'another address'}: set it up again`)
  if (shown?.mode === 'pull' || shown?.active === false) return { condition: 'ok', detail: null }
  const [newest] = codes
  if (newest === 401)
    return wrong(
      'wrong_secret',
      'its newest delivery was answered 401: it signs with a secret that ingress has not',
    )
  const row = codes.slice(0, FAILING_AFTER)
  if (row.length === FAILING_AFTER && row.every(isFailure)) {
    const answer = newest === 0 ? 'nobody answered the newest' : `the newest was answered ${newest}`
    return wrong('failing', `its last ${FAILING_AFTER} attempts failed, and ${answer}`)
  }
  return { condition: 'ok', detail: null }
}

function wrong(condition: HookConditionName, detail: string): JudgedHook {
  return { condition, detail }
}

function isFailure(code: number): boolean {
  return code < 200 || code >= 400
}
