import { type Principal, problem } from '@octometer/service-kit'
import { clientRefused, type StreamRefusal } from './stream-events.ts'

export interface SlotLimits {
  readonly clients: number
  readonly clientsOfKey: number
}

/** One client's place; giving it back twice is giving it back once. */
export type Slot = Disposable

/** Bounds how many live clients there are, in all and for each key, token subject or nobody. */
export interface StreamSlots {
  /** Throws a 503 or 429 that says when to try again. */
  take(principal: Principal): Slot
}

const RETRY_LATER = { 'Retry-After': '10' }

export function createStreamSlots({ clients, clientsOfKey }: SlotLimits): StreamSlots {
  const taken = new Map<string, number>()
  let all = 0
  return {
    take({ via, name }) {
      const holder = `${via}:${name}`
      const held = taken.get(holder) ?? 0
      if (all >= clients) {
        throw refuse(503, 'too_many_streams', `There are ${clients} live clients already.`)
      }
      if (held >= clientsOfKey) {
        throw refuse(429, 'too_many_streams_of_key', `${name} has ${clientsOfKey} live clients already.`)
      }
      all += 1
      taken.set(holder, held + 1)
      let isHeld = true
      return {
        [Symbol.dispose]() {
          if (!isHeld) return
          isHeld = false
          all -= 1
          const left = (taken.get(holder) ?? 1) - 1
          if (left === 0) taken.delete(holder)
          else taken.set(holder, left)
        },
      }
    },
  }
}

function refuse(status: 429 | 503, code: StreamRefusal, detail: string): Error {
  clientRefused(code)
  return problem(status, code, detail, { headers: RETRY_LATER, logged: true })
}
