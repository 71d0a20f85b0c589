import { redactText } from '@octometer/telemetry'

/** What the audit log may show of a query or a body: none of these may ever hold a secret. */
const SHOWN: ReadonlySet<string> = new Set([
  ...['id', 'name', 'role', 'repositories', 'repository', 'organization', 'owner', 'repo', 'expires_at'],
  ...['counter', 'value', 'by', 'command_id', 'repository_id', 'hook_id', 'delete_hook', 'set_up', 'active'],
  ...['guid', 'since', 'until', 'event', 'events', 'projection', 'projections', 'days'],
  ...['badge', 'rules', 'channels', 'delivery', 'delivery_id', 'color', 'new_name', 'mode'],
])

const MOST_CHARACTERS = 300
const CUT = '…'

/** Keys that are made here, and signed tokens: somebody may have given one where its name was meant. */
const CREDENTIAL = /\bocto_[\w-]{20,}|\beyJ[\w-]{8,}\.[\w.-]+/g

interface Given {
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: unknown
}

/** What the audit log shows of what was asked: the route's own parameters, and of query and body what is known to be fit. */
export function shownParameters({ path, query, body }: Given): Readonly<Record<string, string>> {
  const fields = typeof body === 'object' && body !== null ? Object.entries(body) : []
  const shown = [...query, ...fields].filter(([name]) => SHOWN.has(name))
  return Object.fromEntries(
    [...shown, ...Object.entries(path)].flatMap(([name, value]) => shownText(name, value)),
  )
}

function shownText(name: string, value: unknown): readonly (readonly [string, string])[] {
  if (value === undefined || value === null) return []
  const text = redactText(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(
    CREDENTIAL,
    '[redacted]',
  )
  return [[name, text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}${CUT}` : text]]
}
