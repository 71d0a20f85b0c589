import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useLiveAlerts } from '../../live/live-context.tsx'

/** A change is told before the read model has it: asked at once, and when it must be there. */
const ASKED_AFTER_MS = [300, 2_000, 5_000]

/** Asks for the alerts and the rules again when an alert changes; what it answers does so after a command. */
export function useFreshAlerts(): () => void {
  const client = useQueryClient()
  const refresh = useCallback(() => {
    const ask = () => {
      void client.invalidateQueries({ queryKey: ['listAlerts'] })
      void client.invalidateQueries({ queryKey: ['getAlertRules'] })
    }
    for (const ms of ASKED_AFTER_MS) setTimeout(ask, ms)
  }, [client])
  useLiveAlerts(refresh)
  return refresh
}
