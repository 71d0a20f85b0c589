import type { Answer } from '../../api/operations.ts'
import { Copyable } from './copyable.tsx'
import { Step } from './step.tsx'

export type Way = 'push' | 'pull' | 'hand'

interface WayStepProps {
  readonly way: 'push' | 'pull'
  readonly connection: Answer<'getConnection'> | undefined
}

const titles = { push: 'Say where GitHub reaches it', pull: 'Read GitHub’s logs' } as const

/** Whether deliveries come in the way that was chosen; if not, which setting does it. */
export function WayStep({ way, connection }: WayStepProps) {
  const title = titles[way]
  if (connection === undefined) return <Step number={2} title={title} state="later" />
  const { mode, webhook_url } = connection
  if (mode === way) {
    const note =
      way === 'push' ? (
        <>
          Hooks deliver to <code>{webhook_url}</code>.
        </>
      ) : (
        'No public address is set: logs are read, a minute late at most.'
      )
    return <Step number={2} title={title} state="done" note={note} />
  }
  return (
    <Step number={2} title={title} state="now" note={missing[way](webhook_url)}>
      <Copyable text={commands[way]} label="Copy the settings" />
    </Step>
  )
}

const missing = {
  push: () =>
    'OCTO_WEBHOOK_URL is not set. It is the address under which GitHub reaches this machine, over HTTPS. Start again with it:',
  pull: (url: string | null) =>
    url === null
      ? 'OCTO_POLL_SECONDS is off: no log is read. Start again without it, or with:'
      : `OCTO_WEBHOOK_URL is set to ${url}: hooks deliver there. For pull mode start again without it:`,
} as const

const commands = {
  push: 'OCTO_WEBHOOK_URL=https://octometer.example/webhooks/github OCTO_GITHUB_TOKEN=… npm start',
  pull: 'OCTO_POLL_SECONDS=300 OCTO_GITHUB_TOKEN=… npm start',
} as const
