import { useEffect } from 'react'
import { useApi } from '../../api/use-api.ts'
import { useAddress, useAddressValue } from '../../filters/use-filters.ts'

interface Guide {
  readonly isOpen: boolean
  readonly open: () => void
  readonly close: () => void
}

/** Whether a repository is being connected. It opens by itself where nothing has ever arrived; the address keeps it. */
export function useGuide(): Guide {
  const [guide, choose] = useAddressValue('guide')
  const [, change] = useAddress()
  const { data } = useApi('getSummary', {}, { live: false })
  const isNew = data !== undefined && data.freshness.newest_delivery_at === null
  useEffect(() => {
    if (isNew && guide === '') choose('connect')
  }, [isNew, guide, choose])
  return {
    isOpen: guide === 'connect',
    open: () => choose('connect'),
    close: () => change({ guide: isNew ? 'later' : undefined, way: undefined, connect: undefined }),
  }
}
