import { setTimeout as pause } from 'node:timers/promises'
import type { SendAnswer } from '../../support/send.ts'

const FIRST_WAIT_MS = 25
const LONGEST_WAIT_MS = 1_000

/** The receiver refuses what it should take. */
export class RefusedForGoodError extends Error {
  override readonly name = 'RefusedForGoodError'
  readonly code = 'refused_for_good'
  readonly answer: SendAnswer

  constructor(answer: SendAnswer) {
    super(`answered ${answer.status}: ${answer.body.slice(0, 500)}`)
    this.answer = answer
  }
}

/**
 * Sends until the answer is 202, with growing waits. Gives why each attempt before was not enough. Throws
 * RefusedForGoodError for an answer that no repetition mends.
 */
export async function untilAccepted(send: () => Promise<SendAnswer>): Promise<readonly string[]> {
  const resends: string[] = []
  for (;;) {
    const answer = await attempt(send)
    if (typeof answer === 'string') resends.push(answer)
    else if (answer.status === 202) return resends
    else if (answer.status < 500 && answer.status !== 429) throw new RefusedForGoodError(answer)
    else resends.push(String(answer.status))
    await pause(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (resends.length - 1)))
  }
}

/** The answer, or the name of what went wrong on the way. */
async function attempt(send: () => Promise<SendAnswer>): Promise<SendAnswer | string> {
  try {
    return await send()
  } catch (error) {
    return errorName(error)
  }
}

/** `fetch` wraps what the socket said. */
function errorName(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause instanceof Error ? errorName(error.cause) : error.name
}
