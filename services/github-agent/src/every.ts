import type { AgentWork } from './agent-work.ts'

export interface Repeated {
  /** From the end of one time to the beginning of the next. */
  readonly everyMs: number
  readonly end: AbortSignal
  /** It did not come to its end, and is done again when it is time. */
  failed(error: unknown): void
}

/** Does something now, and again and again until the end. */
export async function every(
  { sleep }: Pick<AgentWork, 'sleep'>,
  { everyMs, end, failed }: Repeated,
  work: () => Promise<void>,
): Promise<void> {
  while (!end.aborted) {
    try {
      await work()
    } catch (error) {
      if (end.aborted) return
      failed(error)
    }
    await sleep(everyMs, end).catch(() => undefined)
  }
}
