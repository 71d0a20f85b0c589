import { useCallback } from 'react'
import { notifyOutside } from '../live/browser-notifications.ts'
import { useLiveAlerts } from '../live/live-context.tsx'
import type { LiveAlert } from '../live/live-feed.ts'
import { useToast } from '../pieces/toasts.tsx'

/** Tells of each alert that opens while somebody looks; by choice also outside the page. */
export function AlertToasts() {
  const toast = useToast()
  const tell = useCallback(
    ({ change, alert }: LiveAlert) => {
      if (change !== 'opened' || alert.muted_until !== null) return
      notifyOutside(alert.title, alert.repository ?? 'Octometer', alert.id)
      toast(alert.title, alert.severity === 'low' ? 'plain' : 'bad', alert.repository ?? undefined)
    },
    [toast],
  )
  useLiveAlerts(tell)
  return null
}
