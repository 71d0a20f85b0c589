import { useAddressValue } from '../../filters/use-filters.ts'
import { DeliveryPanel } from './delivery-panel.tsx'
import { DeliveryTable } from './delivery-table.tsx'

/** The log of all that was received, and each delivery down to its payload. */
export function DeliveriesPage() {
  const [opened, open] = useAddressValue('open')
  return (
    <>
      <DeliveryTable onOpen={(guid) => open(guid, { replace: false })} />
      {opened !== '' && <DeliveryPanel guid={opened} onClose={() => open('')} />}
    </>
  )
}
