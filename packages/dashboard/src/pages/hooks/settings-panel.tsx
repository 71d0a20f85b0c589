import { useMemo } from 'react'
import type { Entry } from '../../api/operations.ts'
import { mayAs, useSession } from '../../api/session.ts'
import { useApi } from '../../api/use-api.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { Badge } from '../../pieces/badge.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import css from './hooks-page.module.css'

type Setting = Entry<'getConfiguration'>

const titles: Readonly<Record<string, string>> = {
  server: 'Server',
  receiving: 'Receiving',
  access: 'Access',
  nats: 'NATS',
  clickhouse: 'ClickHouse',
  projectors: 'Read models',
  answers: 'Answers',
  github: 'GitHub',
  alerts: 'Alerts',
}

/** Every setting with what is in force. They are read-only here: the environment has them. */
export function SettingsPanel() {
  const may = mayAs(useSession(), 'admin')
  const [text, search] = useAddressValue('find')
  const query = useApi('getConfiguration', {}, { enabled: may, live: false })
  return (
    <Panel
      title="Settings"
      note="Read-only here: each is an environment variable, is changed there, and is read at the next start"
      flush
      actions={
        may && (
          <>
            <input
              className={css.search}
              type="search"
              placeholder="Find a setting"
              aria-label="Find a setting"
              value={text}
              onChange={(event) => search(event.target.value)}
            />
            <ExportMenu name="getConfiguration" request={{}} />
          </>
        )
      }
    >
      {may ? (
        <Answered query={query} height={40}>
          {({ data }) => <Groups settings={data} text={text} />}
        </Answered>
      ) : (
        <p className={css.aside}>Settings are shown in the role admin.</p>
      )}
    </Panel>
  )
}

interface GroupsProps {
  readonly settings: readonly Setting[]
  readonly text: string
}

function Groups({ settings, text }: GroupsProps) {
  const groups = useMemo(() => {
    const wanted = text.toLowerCase()
    const fits = ({ name, description, aliases }: Setting) =>
      [name, description, ...aliases].some((each) => each.toLowerCase().includes(wanted))
    return [...Map.groupBy(settings.filter(fits), ({ group }) => group)]
  }, [settings, text])
  if (groups.length === 0) return <Empty title="No setting is like that">Find another word.</Empty>
  return groups.map(([group, listed]) => (
    <section key={group}>
      <h3 className={css.group}>{titles[group] ?? group}</h3>
      <table className={css.settings} aria-label={titles[group] ?? group}>
        <tbody>
          {listed.map((setting) => (
            <SettingRow key={setting.name} setting={setting} />
          ))}
        </tbody>
      </table>
    </section>
  ))
}

function SettingRow({ setting }: { readonly setting: Setting }) {
  const { name, description, may_be, default: preset, aliases } = setting
  const also = aliases.length === 0 ? null : `Also read as ${aliases.join(', ')}.`
  return (
    <tr data-setting={name}>
      <th scope="row">
        <code>{name}</code>
      </th>
      <td>
        <SettingValue setting={setting} />
      </td>
      <td>
        {description}
        <p className={css.small}>
          {[`May be ${may_be}.`, preset === null ? null : `By default ${preset}.`, also]
            .filter(Boolean)
            .join(' ')}
        </p>
      </td>
    </tr>
  )
}

/** What is in force, and from where. What was set stands out. */
function SettingValue({ setting: { source, set_by, value, secret, name } }: { readonly setting: Setting }) {
  if (source === null) return <span className={css.small}>another service reads it</span>
  if (source === 'default') {
    return value === null ? (
      <span className={css.small}>not set</span>
    ) : (
      <span className={css.small}>
        <span className={css.value}>{value}</span> by default
      </span>
    )
  }
  return (
    <>
      <span className={css.value} data-value>
        {secret ? 'hidden' : value}
      </span>{' '}
      {source === 'made' ? (
        <Badge>filled in</Badge>
      ) : (
        <Badge tone="accent">{set_by === name ? 'set' : `set by ${set_by}`}</Badge>
      )}
    </>
  )
}
