import type { Random } from '../../simulator/random.ts'
import type { SimulatedClock } from '../clock.ts'
import { type GitHubObject, numberAt, objectAt } from '../fields.ts'
import { isSuccess, type LoggedAttempt } from './delivery-log.ts'
import type { HookState } from './hook-state.ts'
import { hookHeaders } from './request.ts'
import { type HookAnswer, sendToHook } from './send.ts'

/** Answers in a hook's place: nothing is sent. Null: nobody answered. */
export type Recorder = (hook: HookState, event: string) => number | null

/** One delivery to one hook. */
export interface Parcel {
  readonly hook: HookState
  readonly target: number
  readonly guid: string
  readonly event: string
  readonly payload: GitHubObject
  readonly installationId: number | null
  readonly redelivery: boolean
}

/** Makes attempts and writes each into its hook's log. */
export interface Attempts {
  send(parcel: Parcel): Promise<void>
  record(parcel: Parcel, recorder: Recorder): void
  /** From now on nothing is sent but recorded with what it says; null ends that. */
  recordInstead(recorder: Recorder | null): void
  /** Attempts were throttled from then on; null: no longer. */
  throttle(since: number | null): void
}

const firstId = 41_000_000_000

export function createAttempts(clock: SimulatedClock, random: Random, stopped: AbortSignal): Attempts {
  let lastId = firstId
  let throttledAt: number | null = null
  let instead: Recorder | null = null
  const log = (parcel: Parcel, answer: HookAnswer, headers: Readonly<Record<string, string>>) => {
    lastId += random.int(1, 40)
    const attempt = attemptOf(parcel, answer, headers, { id: lastId, at: clock.now(), throttledAt })
    const { statusCode } = attempt
    const status = isSuccess(attempt) ? 'active' : 'failed'
    parcel.hook.lastResponse = { code: statusCode, status, message: answer.reason }
    parcel.hook.log.append(attempt)
  }
  const record = (parcel: Parcel, recorder: Recorder) => {
    const { hook, target, guid, event } = parcel
    log(parcel, recorded(recorder(hook, event)), hookHeaders(hook, target, guid, event))
  }
  return {
    record,
    async send(parcel) {
      if (instead !== null) return record(parcel, instead)
      const { answer, headers } = await sendToHook(parcel, stopped)
      if (!stopped.aborted) log(parcel, answer, headers)
    },
    recordInstead(recorder) {
      instead = recorder
    },
    throttle(since) {
      throttledAt = since
    },
  }
}

function recorded(code: number | null): HookAnswer {
  const isOk = code !== null && code >= 200 && code < 400
  return {
    statusCode: code ?? 0,
    reason: isOk ? 'OK' : code === null ? 'failed to connect to host' : `Invalid HTTP Response: ${code}`,
    seconds: 0.1,
    headers: {},
    body: '',
  }
}

function attemptOf(
  parcel: Parcel,
  answer: HookAnswer,
  headers: Readonly<Record<string, string>>,
  made: { readonly id: number; readonly at: number; readonly throttledAt: number | null },
): LoggedAttempt {
  const { payload } = parcel
  const repository = objectAt(payload, 'repository')
  return {
    id: made.id,
    guid: parcel.guid,
    deliveredAt: made.at,
    redelivery: parcel.redelivery,
    duration: answer.seconds,
    status: answer.reason,
    statusCode: answer.statusCode,
    event: parcel.event,
    action: typeof payload.action === 'string' ? payload.action : null,
    installationId: parcel.installationId,
    repositoryId: repository === null ? null : numberAt(repository, 'id'),
    throttledAt: made.throttledAt,
    url: parcel.hook.url,
    payload,
    requestHeaders: headers,
    responseHeaders: answer.headers,
    response: answer.body,
  }
}
