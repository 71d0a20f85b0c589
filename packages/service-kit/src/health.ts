import { redactText } from '@octometer/telemetry'

/** One part that has to work before the service can serve. */
export interface HealthCheck {
  /** Named in the answer: `nats`, `clickhouse`, `log`. */
  readonly name: string
  /** Returns when the part is ready; throws, with a reason that may be shown, when it is not. */
  readonly check: (signal: AbortSignal) => void | Promise<void>
}

type PartHealth = { readonly ready: true } | { readonly ready: false; readonly reason: string }

export interface Health {
  readonly ready: boolean
  readonly parts: Readonly<Record<string, PartHealth>>
}

/**
 * A function that checks every part side by side, each with the deadline. Callers that ask while a check runs
 * share it, so that probing cannot become load.
 */
export function healthReporter(checks: readonly HealthCheck[], deadlineMs: number): () => Promise<Health> {
  let running: Promise<Health> | null = null
  return () => {
    running ??= checkAll(checks, deadlineMs).finally(() => {
      running = null
    })
    return running
  }
}

async function checkAll(checks: readonly HealthCheck[], deadlineMs: number): Promise<Health> {
  const parts = await Promise.all(
    checks.map(async (part) => [part.name, await checkPart(part, deadlineMs)] as const),
  )
  return { ready: parts.every(([, part]) => part.ready), parts: Object.fromEntries(parts) }
}

async function checkPart({ check }: HealthCheck, deadlineMs: number): Promise<PartHealth> {
  const late = Promise.withResolvers<PartHealth>()
  const controller = new AbortController()
  const timer = setTimeout(() => {
    late.resolve({ ready: false, reason: `no answer within ${deadlineMs} ms` })
    controller.abort()
  }, deadlineMs)
  try {
    return await Promise.race([late.promise, settle(check, controller.signal)])
  } finally {
    clearTimeout(timer)
  }
}

async function settle(check: HealthCheck['check'], signal: AbortSignal): Promise<PartHealth> {
  try {
    await check(signal)
    return { ready: true }
  } catch (error) {
    return { ready: false, reason: redactText(error instanceof Error ? error.message : String(error)) }
  }
}
