import { useQueryClient } from '@tanstack/react-query'
import type { Operation } from './operations.ts'

/** A command is in the log before the read models have it: asked at once, and when it must be there. */
const ASKED_AFTER_MS = [300, 2_000, 5_000]

/** Asks again for the answers of operations, which something has changed. */
export function useFreshAnswers(): (changed: readonly Operation[]) => void {
  const client = useQueryClient()
  return (changed) => {
    const ask = () => {
      for (const name of changed) void client.invalidateQueries({ queryKey: [name] })
    }
    for (const ms of ASKED_AFTER_MS) setTimeout(ask, ms)
  }
}
