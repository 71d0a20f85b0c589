import type { ProjectedStream } from './projection-names.ts'

/** Stands for an owner, repository or type that the message does not have. */
const ABSENT = '%-'

// NATS splits at '.', matches '*' and '>', and forbids blanks and control characters; '%' must be escaped to
// be reversible. Everything outside printable ASCII goes with them, so that a subject is always plain text.
const FORBIDDEN = /[^!"#$&'()+,\-/0-9:;<=?@A-Z[\\\]^_`a-z{|}~]/gu

/** One subject token for `value`; null gives the token that stands for "none". Reversed by `decodeToken`. */
export function encodeToken(value: string | null): string {
  if (value === null || value === '') return ABSENT
  return value.replace(FORBIDDEN, (character) =>
    Array.from(
      Buffer.from(character, 'utf8'),
      (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join(''),
  )
}

export function decodeToken(token: string): string | null {
  if (token === ABSENT) return null
  const bytes = token.replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

export interface RepositoryName {
  readonly owner: string
  readonly name: string
}

export function deliverySubject(event: string, repository: RepositoryName | null): string {
  return subject('delivery', event, repository)
}

const COMMANDS = { API_CALLS: 'api_calls.command', ALERTS: 'alerts.command' } as const

export function commandSubject(type: string, stream: ProjectedStream = 'EVENTS'): string {
  return stream === 'EVENTS' ? subject('command', type, null) : `${COMMANDS[stream]}.${encodeToken(type)}`
}

export function snapshotSubject(type: string, repository: RepositoryName | null): string {
  return subject('snapshot', type, repository)
}

export function apiCallSubject(resource: string): string {
  return `api_calls.${encodeToken(resource)}`
}

/** Four tokens: `alerts.<type>.<owner>.<repository>`. */
export function alertSubject(type: string, repository: RepositoryName | null): string {
  const owner = encodeToken(repository?.owner ?? null)
  return `alerts.${encodeToken(type)}.${owner}.${encodeToken(repository?.name ?? null)}`
}

function subject(kind: EventKind, type: string, repository: RepositoryName | null): string {
  const owner = encodeToken(repository?.owner ?? null)
  const name = encodeToken(repository?.name ?? null)
  return `events.${kind}.${encodeToken(type)}.${owner}.${name}`
}

/** What the stream of deliveries holds. */
const eventKinds = ['delivery', 'command', 'snapshot'] as const
type EventKind = (typeof eventKinds)[number]

export interface SubjectParts {
  readonly kind: EventKind | 'api_call' | 'alert'
  /** The delivery's event, the command's or snapshot's type, the API call's resource, the alert event's type. */
  readonly type: string
}

/** What a subject of our streams says without opening the message; null for a subject that is not ours. */
export function parseSubject(value: string): SubjectParts | null {
  const tokens = value.split('.')
  const [root, first, second] = tokens
  if (root === 'api_calls' && tokens.length === 2 && first !== undefined) {
    return { kind: 'api_call', type: decodeToken(first) ?? '' }
  }
  if (root === 'alerts' && tokens.length === 4 && first !== undefined) {
    return { kind: 'alert', type: decodeToken(first) ?? '' }
  }
  const isBesideEvents = root === 'api_calls' || root === 'alerts'
  if (isBesideEvents && first === 'command' && tokens.length === 3 && second !== undefined) {
    return { kind: 'command', type: decodeToken(second) ?? '' }
  }
  if (root !== 'events' || tokens.length !== 5 || second === undefined) return null
  const kind = eventKinds.find((each) => each === first)
  return kind === undefined ? null : { kind, type: decodeToken(second) ?? '' }
}
