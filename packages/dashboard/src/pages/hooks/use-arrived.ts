import { useMemo } from 'react'
import { useApi } from '../../api/use-api.ts'
import { useLive } from '../../live/live-context.tsx'
import type { LiveDelivery } from '../../live/live-feed.ts'

const SHOWN = 5

type Arrived = Pick<
  LiveDelivery,
  'guid' | 'event' | 'action' | 'repository' | 'sender' | 'received_at' | 'source'
>

/** The newest deliveries of a repository, or of all (null): those that were there, and each one as it arrives. */
export function useArrived(repository: string | null): readonly Arrived[] {
  const query = { repository: repository === null ? undefined : [repository], limit: SHOWN }
  const { data } = useApi('listDeliveries', { query }, { keep: false, enabled: repository !== '' })
  const { deliveries } = useLive()
  return useMemo(() => {
    const name = repository?.toLowerCase()
    const live = deliveries.filter((each) => name === undefined || each.repository?.toLowerCase() === name)
    const all = new Map([...(data?.data ?? []), ...live].map((each): [string, Arrived] => [each.guid, each]))
    return [...all.values()].sort((a, b) => b.received_at.localeCompare(a.received_at)).slice(0, SHOWN)
  }, [data, deliveries, repository])
}
