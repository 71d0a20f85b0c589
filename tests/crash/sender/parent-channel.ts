import type { Allowance } from './orders.ts'
import type { SendChannel } from './send-share.ts'

/** The channel to the process that started this one; this one ends when that one does. */
export function parentChannel(): SendChannel & Disposable {
  let limit = 0
  const waiting = new Set<() => void>()
  process.on('message', ({ allowed }: Allowance) => {
    limit = allowed
    for (const wake of waiting) wake()
    waiting.clear()
  })
  process.on('disconnect', () => process.exit(1))
  return {
    tell: (news) => void process.send?.(news),
    async allowed(position) {
      while (position >= limit) await new Promise<void>((resolve) => waiting.add(resolve))
    },
    [Symbol.dispose]: () => void process.removeAllListeners('message').removeAllListeners('disconnect'),
  }
}
