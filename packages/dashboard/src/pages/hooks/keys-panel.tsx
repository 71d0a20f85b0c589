import type { Answer } from '../../api/operations.ts'
import { mayAs, useSession } from '../../api/session.ts'
import { useApi, useCommand } from '../../api/use-api.ts'
import { useTold } from '../../api/use-told.ts'
import { formatTime } from '../../format/times.ts'
import { Badge } from '../../pieces/badge.tsx'
import { Button } from '../../pieces/button.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Answered, Panel } from '../../pieces/panel.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import css from './hooks-page.module.css'
import { KeyForm } from './key-form.tsx'

type Key = Answer<'listKeys'>['keys'][number]

const columns: readonly Column<Key>[] = [
  { key: 'name', title: 'Name', render: ({ name }) => <span className={css.strong}>{name}</span> },
  { key: 'role', title: 'Role', width: '7rem', render: ({ role }) => <Badge>{role}</Badge> },
  {
    key: 'repositories',
    title: 'Shows',
    render: ({ repositories }) => (repositories === null ? 'every repository' : repositories.join(', ')),
  },
  {
    key: 'source',
    title: 'From',
    render: ({ source, created_by }) =>
      source === 'environment' ? <code>OCTO_API_KEYS</code> : `made by ${created_by ?? 'somebody'}`,
  },
  { key: 'created', title: 'Made', align: 'end', render: ({ created_at }) => formatTime(created_at) },
  {
    key: 'expires',
    title: 'Ends',
    align: 'end',
    render: ({ source, expires_at }) =>
      expires_at !== null ? formatTime(expires_at) : source === 'issued' ? 'never' : '–',
  },
  { key: 'delete', title: '', width: '9rem', align: 'end', render: (key) => <TakeBack apiKey={key} /> },
]

/** Who may ask here, and as what. The keys themselves are shown once, when they are made. */
export function KeysPanel() {
  const session = useSession()
  const may = mayAs(session, 'admin')
  const query = useApi('listKeys', {}, { enabled: may, live: false })
  return (
    <Panel
      title="Keys"
      note="A viewer reads, an operator acts, an admin changes who may. Keys of the environment are changed there"
      flush
      actions={may && <ExportMenu name="listKeys" request={{}} />}
    >
      {may ? (
        <>
          <KeyForm />
          <Answered query={query} height={8}>
            {({ keys }) => (
              <DataTable
                label="Keys"
                columns={columns}
                rows={keys}
                keyOf={({ name }) => name}
                maxHeight={36}
              />
            )}
          </Answered>
        </>
      ) : (
        <p className={css.aside}>
          {`You are signed in as ${session?.principal?.name ?? 'nobody'}, in the role ${session?.principal?.role ?? 'none'}. Keys are shown in the role admin.`}
        </p>
      )}
    </Panel>
  )
}

/** One that was made here can be taken back; another ends with its environment. */
function TakeBack({ apiKey: { name, source } }: { readonly apiKey: Key }) {
  const remove = useCommand('deleteKey')
  const told = useTold()
  if (source === 'environment') return <span className={css.small}>read-only</span>
  const telling = told({
    done: `The key ${name} lets nobody in any more`,
    failed: `The key ${name} was not taken back`,
    changes: ['listKeys'],
  })
  return (
    <Button
      look="quiet"
      disabled={remove.isPending}
      aria-label={`Take the key ${name} back`}
      onClick={() => remove.mutate({ path: { name } }, telling)}
    >
      Take back
    </Button>
  )
}
