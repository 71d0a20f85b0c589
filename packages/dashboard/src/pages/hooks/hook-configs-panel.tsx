import type { Entry } from '../../api/operations.ts'
import { mayAs, useSession } from '../../api/session.ts'
import { useApi, useCommand } from '../../api/use-api.ts'
import { useTold } from '../../api/use-told.ts'
import { formatTime } from '../../format/times.ts'
import { Badge } from '../../pieces/badge.tsx'
import { Button } from '../../pieces/button.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import { ConfigForm } from './config-form.tsx'
import css from './hooks-page.module.css'

type HookConfig = Entry<'listHookConfigs'>

/** Hooks with a secret, address or events of their own. Their secrets are shown nowhere. */
export function HookConfigsPanel() {
  const may = mayAs(useSession(), 'admin')
  const query = useApi('listHookConfigs', {}, { enabled: may, live: false })
  return (
    <Panel
      title="Configurations of single hooks"
      note="A repository or organisation with a secret, address or events of its own"
      actions={may && <ConfigForm />}
    >
      {may ? (
        <Answered query={query} height={5}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty title="Every hook is as the settings say">
                A configuration gives one its own secret, which verifies deliveries of that repository alone.
              </Empty>
            ) : (
              <ul className={css.lines} aria-label="Configurations">
                {data.map((config) => (
                  <ConfigLine key={config.id} config={config} />
                ))}
              </ul>
            )
          }
        </Answered>
      ) : (
        <p className={css.small}>Configurations of hooks take the role admin.</p>
      )}
    </Panel>
  )
}

function ConfigLine({ config }: { readonly config: HookConfig }) {
  const { owner, active, url, events, secrets, hook_id } = config
  const about = [
    hook_id === null ? 'no hook was set up' : `hook ${hook_id}`,
    url ?? 'the address of the settings',
    events.length === 0 ? 'the events of the settings' : events.join(', '),
    secrets[0] === undefined ? 'no secret' : `secret since ${formatTime(secrets[0].since)}`,
  ]
  return (
    <li className={css.line}>
      <span>
        <span className={css.strong}>{owner.name}</span>{' '}
        <Badge tone={active ? 'good' : 'plain'}>{active ? 'on' : 'off'}</Badge>
      </span>
      <ConfigCommands config={config} />
      <span className={css.small}>{about.join(' · ')}</span>
    </li>
  )
}

const changes = ['listHookConfigs', 'listHooks'] as const

function ConfigCommands({ config: { id, active, owner } }: { readonly config: HookConfig }) {
  const rotate = useCommand('rotateHookConfig')
  const change = useCommand('changeHookConfig')
  const told = useTold()
  const rotated = told({
    done: `The hook of ${owner.name} has a new secret`,
    description: 'The one before still verifies until the next.',
    failed: 'The secret was not changed',
    changes,
  })
  const switched = told({
    done: `The hook of ${owner.name} is switched ${active ? 'off' : 'on'}`,
    failed: 'It was not switched',
    changes,
  })
  return (
    <span className={css.buttons}>
      <Button
        look="quiet"
        disabled={rotate.isPending}
        onClick={() => rotate.mutate({ path: { id }, body: {} }, rotated)}
      >
        New secret
      </Button>
      <Button
        look="quiet"
        disabled={change.isPending}
        onClick={() => change.mutate({ path: { id }, body: { active: !active, set_up: true } }, switched)}
      >
        {active ? 'Switch off' : 'Switch on'}
      </Button>
    </span>
  )
}
