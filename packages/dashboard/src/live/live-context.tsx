import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react'
import { type LiveAlert, type LiveFeed, type LiveState, openLiveFeed } from './live-feed.ts'

const ADDRESS = '/api/v1/stream?kind=delivery&kind=alert'
/** Between two questions for the same numbers while deliveries keep arriving. */
const REFRESH_MS = 5_000

const FeedContext = createContext<LiveFeed | null>(null)

/** Opens the live stream for all pages; answers that deliveries may change are asked for again while they arrive. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [feed, setFeed] = useState<LiveFeed | null>(null)
  const client = useQueryClient()
  useEffect(() => {
    const opened = openLiveFeed(() => new EventSource(ADDRESS))
    setFeed(opened)
    let seen = 0
    const timer = setInterval(() => {
      const { arrived } = opened.getSnapshot()
      if (arrived === seen || document.hidden) return
      seen = arrived
      void client.invalidateQueries({ predicate: ({ meta }) => meta?.live === true })
    }, REFRESH_MS)
    return () => {
      clearInterval(timer)
      opened.close()
    }
  }, [client])
  return <FeedContext value={feed}>{children}</FeedContext>
}

const quiet: LiveState = { status: 'connecting', deliveries: [], arrived: 0 }
const never = () => () => undefined

/** What arrives while the page is open. */
export function useLive(): LiveState {
  const feed = use(FeedContext)
  return useSyncExternalStore(feed?.subscribe ?? never, feed?.getSnapshot ?? (() => quiet))
}

/** Calls the listener at every change of an alert. It should stay the same function. */
export function useLiveAlerts(listener: (event: LiveAlert) => void): void {
  const feed = use(FeedContext)
  useEffect(() => feed?.onAlert(listener), [feed, listener])
}
