import { sentenceOf } from '../../api/api-problem.ts'
import { type ApiResult, useCommand } from '../../api/use-api.ts'
import { Answered, Panel } from '../../pieces/panel.tsx'
import { useToast } from '../../pieces/toasts.tsx'
import css from './alerts-page.module.css'
import { type Channel, severities } from './rules.ts'
import { useFreshAlerts } from './use-fresh-alerts.ts'

interface ChannelsPanelProps {
  readonly query: ApiResult<'getAlertRules'>
  readonly may: boolean
}

/** From which severity on each channel is told at once. */
export function ChannelsPanel({ query, may }: ChannelsPanelProps) {
  return (
    <Panel title="Channels" note="From this severity on told at once; the digest has the rest">
      <Answered query={query} height={9}>
        {({ channels }) => (
          <ul className={css.channels}>
            {channels.map((channel) => (
              <ChannelLine key={channel.channel} {...channel} may={may} />
            ))}
          </ul>
        )}
      </Answered>
    </Panel>
  )
}

function ChannelLine({ channel, severity, may }: Channel & Pick<ChannelsPanelProps, 'may'>) {
  const set = useCommand('setAlertRules')
  const refresh = useFreshAlerts()
  const toast = useToast()
  const choose = (chosen: Channel['severity']) =>
    set.mutate(
      { body: { rules: [], channels: [{ channel, severity: chosen }] } },
      {
        onSuccess: () => {
          toast(`${channel} is told from ${chosen} on`)
          refresh()
        },
        onError: (error) => toast('It was not changed', 'bad', sentenceOf(error)),
      },
    )
  return (
    <li className={css.channel}>
      <span className={css.strong}>{channel}</span>
      <select
        className={css.input}
        aria-label={`Least severity for ${channel}`}
        value={severity}
        disabled={!may || set.isPending}
        onChange={({ target }) => {
          const chosen = severities.find((each) => each === target.value)
          if (chosen !== undefined) choose(chosen)
        }}
      >
        {severities.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </li>
  )
}
