import { raise } from './exceptions.ts'
import { mayReaderSet, unchangeable } from './reader-rules.ts'
import { quoteIdentifier, quoteString } from './sql-tokens.ts'

/** What a request asks of its session besides the statement. */
export interface SessionWishes {
  readonly database: string
  /** Settings by name, as the URL gives them. */
  readonly settings: ReadonlyMap<string, string>
  /** Query parameters by name, without `param_`, in ClickHouse's escaped text form. */
  readonly parameters: ReadonlyMap<string, string>
  /** GET and HEAD only read, whoever asks. */
  readonly readOnly: boolean
}

/** By this a running query is found again, to end it. No setting of a user's query does anything through it. */
const TAG_SETTING = 'query_cache_tag'

/** As a ClickHouse server in UTC has them; an insert means what it says. */
const BASE_SETTINGS = {
  session_timezone: 'UTC',
  implicit_select: '0',
  allow_introspection_functions: '0',
  async_insert: '0',
} as const

/** The profile of the access file whose constraints hold the reader's limits. */
export const READER_PROFILE = 'octometer_reader'

/** Statements that make a fresh session of the writer's. Throws ClickHouseException. */
export function writerSession(wishes: SessionWishes, tag: string): string {
  const settings = new Map<string, string>([...Object.entries(BASE_SETTINGS), ...wishes.settings])
  settings.set(TAG_SETTING, tag)
  const first = wishes.readOnly ? ['SET readonly = 2'] : []
  return [...first, setStatement(settings, wishes.parameters), useStatement(wishes.database)].join('; ')
}

/**
 * Statements that make a fresh session of the reader's: no role, hence only the grants of the access file; the
 * profile's constraints; `readonly = 2`, which no later statement can lower. Throws ClickHouseException.
 */
export function readerSession(
  wishes: SessionWishes,
  tag: string,
  limits: ReadonlyMap<string, number>,
): string {
  if (wishes.database.toLowerCase() === 'system') {
    throw raise(497, 'reader: Not enough privileges. Database system cannot be the current one')
  }
  const settings = new Map<string, string>(Object.entries(BASE_SETTINGS))
  for (const [name, limit] of limits) settings.set(name, String(limit))
  for (const [name, value] of wishes.settings) {
    const granted = grantedToReader(name, value, limits)
    if (granted !== undefined) settings.set(name, granted)
  }
  settings.set(TAG_SETTING, tag)
  return [
    'SET ROLE NONE',
    `SET profile = ${quoteString(READER_PROFILE)}`,
    'SET readonly = 2',
    setStatement(settings, wishes.parameters),
    useStatement(wishes.database),
  ].join('; ')
}

/** Clients send a deadline of their own with every query: a limit is lowered, not refused, when it asks for more. */
function grantedToReader(
  name: string,
  value: string,
  limits: ReadonlyMap<string, number>,
): string | undefined {
  const limit = limits.get(name)
  if (limit !== undefined) {
    const asked = Number(value)
    return String(asked > 0 && asked < limit ? asked : limit)
  }
  // Some clients ask to be read-only; the reader is.
  if (name === 'readonly') return undefined
  if (!mayReaderSet(name)) throw unchangeable(name)
  return value
}

function setStatement(
  settings: ReadonlyMap<string, string>,
  parameters: ReadonlyMap<string, string>,
): string {
  const pairs = [...settings].map(([name, value]) => `${settingName(name)} = ${quoteString(value)}`)
  const bound = [...parameters].map(([name, value]) => `${parameterName(name)} = ${quoteString(value)}`)
  return `SET ${[...pairs, ...bound].join(', ')}`
}

function settingName(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw raise(115, `Unknown setting '${name}'`)
  return name
}

function parameterName(name: string): string {
  if (!/^\w+$/.test(name)) throw raise(36, `Query parameter '${name}' has a name that is not an identifier`)
  return `param_${name}`
}

function useStatement(database: string): string {
  return `USE ${quoteIdentifier(database)}`
}
