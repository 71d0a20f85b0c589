import type { SyncEvent } from '@octometer/gateway-api'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Entry } from '../../api/operations.ts'
import { openSource } from '../../live/lasting-source.ts'

export type Sync = Entry<'listSyncs'>

const ADDRESS = '/api/v1/stream?kind=sync'
const ends = ['completed', 'failed', 'cancelled']

const hasEnded = ({ stage }: Pick<Sync, 'stage'>): boolean => ends.includes(stage)

/** The sync under way, as it comes on; null when there is none, undefined until that is known. */
export function useRunningSync(): Sync | null | undefined {
  const [running, setRunning] = useState<Sync | null>()
  const client = useQueryClient()
  useEffect(() => {
    const source = openSource(ADDRESS)
    source.addEventListener('sync', (event: MessageEvent<string>) => {
      const { sync }: SyncEvent = JSON.parse(event.data)
      setRunning(sync === null || hasEnded(sync) ? null : sync)
      if (sync === null || !hasEnded(sync)) return
      for (const name of ['listSyncs', 'getSyncStats', 'listCompleteness']) {
        void client.invalidateQueries({ queryKey: [name] })
      }
    })
    return () => source.close()
  }, [client])
  return running
}
