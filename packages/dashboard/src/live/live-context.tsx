import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react'
import { isReadDown } from '../api/use-api.ts'
import { openSource } from './lasting-source.ts'
import { type LiveAlert, type LiveFeed, type LiveState, openLiveFeed } from './live-feed.ts'

const ADDRESS = '/api/v1/stream?kind=delivery&kind=alert'
/** Between two questions for the same numbers while deliveries keep arriving. */
const REFRESH_MS = 5_000
/** Asked for again after so long although nothing arrived: time passes, and the stream may be away. */
const OLDEST_MS = 30_000

const FeedContext = createContext<LiveFeed | null>(null)

/** Opens the live stream for all pages; answers that deliveries may change are asked for again while they arrive, and now and then. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [feed, setFeed] = useState<LiveFeed | null>(null)
  const client = useQueryClient()
  useEffect(() => {
    const opened = openLiveFeed(() => openSource(ADDRESS))
    setFeed(opened)
    let seen = 0
    let askedAt = Date.now()
    const timer = setInterval(() => {
      const { arrived } = opened.getSnapshot()
      const isOld = Date.now() - askedAt >= OLDEST_MS
      if ((arrived === seen && !isOld) || document.hidden) return
      seen = arrived
      askedAt = Date.now()
      void client.invalidateQueries({
        predicate: ({ meta, state }) => meta?.live === true && !isReadDown(state.data),
      })
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
