import { Copyable } from './copyable.tsx'
import { Step } from './step.tsx'

/** What to enter at GitHub. Nobody can see here whether it was done: the first delivery does. */
export function HandStep() {
  return (
    <Step
      number={1}
      title="Make the hook at GitHub"
      state="now"
      note="In the settings of the repository or organisation: Webhooks, Add webhook."
    >
      <dl>
        <dt>Payload URL: the public address of this machine, and</dt>
        <dd>
          <Copyable text="/webhooks/github" label="Copy the path" />
        </dd>
        <dt>Content type</dt>
        <dd>
          <code>application/json</code>
        </dd>
        <dt>Secret</dt>
        <dd>
          The first of <code>OCTO_WEBHOOK_SECRETS</code>. Where that was not set, the one in{' '}
          <code>credentials.json</code> of <code>OCTO_DATA_DIR</code>.
        </dd>
        <dt>Events</dt>
        <dd>“Send me everything”: what no read model needs is kept and costs little.</dd>
      </dl>
    </Step>
  )
}
