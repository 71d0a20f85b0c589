import { useApi } from '../../api/use-api.ts'
import { useAskedEvery } from '../../api/use-asked-every.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { IconButton } from '../../pieces/button.tsx'
import { Panel } from '../../pieces/panel.tsx'
import { Segments } from '../../pieces/segments.tsx'
import css from './connect-guide.module.css'
import { ConnectStep } from './connect-step.tsx'
import { CredentialStep } from './credential-step.tsx'
import { DeliveryStep } from './delivery-step.tsx'
import { HandStep } from './hand-step.tsx'
import { useGuide } from './use-guide.ts'
import { type Way, WayStep } from './way-step.tsx'

const ASKED_EVERY_MS = 5_000

const ways = [
  { value: 'push', label: 'Public address' },
  { value: 'pull', label: 'Pull mode' },
  { value: 'hand', label: 'By hand' },
] as const

/** From nothing to the first delivery, in steps that see by themselves when they are done. */
export function ConnectGuide() {
  const { isOpen, close } = useGuide()
  if (!isOpen) return null
  return (
    <Panel
      title="Connect a repository"
      note="Each step is ticked off by itself when the system sees that it is done"
      actions={<IconButton icon="close" label="Close the guide" onClick={close} />}
    >
      <Steps />
    </Panel>
  )
}

function Steps() {
  const [chosen, choose] = useAddressValue('way')
  const [repository] = useAddressValue('connect')
  const connection = useApi('getConnection', {}, { live: false })
  useAskedEvery('getConnection', ASKED_EVERY_MS)
  const mode = connection.data?.mode ?? null
  const way: Way = ways.find(({ value }) => value === chosen)?.value ?? mode ?? 'pull'
  return (
    <>
      <div className={css.ways}>
        <Segments label="How deliveries come" value={way} choices={ways} onChange={choose} />
        <p className={css.small}>{about[way]}</p>
      </div>
      <ol className={css.steps} aria-label="Steps">
        {way === 'hand' ? (
          <HandStep />
        ) : (
          <>
            <CredentialStep query={connection} />
            <WayStep way={way} connection={connection.data} />
            <ConnectStep way={way} connection={connection.data} />
          </>
        )}
        <DeliveryStep number={way === 'hand' ? 2 : 4} repository={way === 'hand' ? null : repository} />
      </ol>
    </>
  )
}

const about: Readonly<Record<Way, string>> = {
  push: 'GitHub delivers at once to an address that it can reach. The hook is made and looked after by itself.',
  pull: 'Nothing has to reach this machine: the hook points to nowhere, and what GitHub tried to deliver is read from its log every minute.',
  hand: 'Without a token: you make the hook at GitHub yourself. It needs a public address, and nobody sees what it misses.',
}
