import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Operation } from './operations.ts'

/** Asks for an operation's answers again and again while the page is in sight: what no delivery tells of. */
export function useAskedEvery(name: Operation, ms: number): void {
  const client = useQueryClient()
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) void client.invalidateQueries({ queryKey: [name] })
    }, ms)
    return () => clearInterval(timer)
  }, [client, name, ms])
}
