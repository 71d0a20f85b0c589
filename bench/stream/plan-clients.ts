import type { ClientOrder } from '@octometer/testkit'

export const CLIENTS_OF_REPOSITORIES = 900
export const CLIENTS_OF_EVENTS = 90
export const CLIENTS_OF_EVERYTHING = 10
/** One in so many comes over a WebSocket. */
export const WEBSOCKETS = 10

/** A client with the rows of the archive that it must receive: a condition and its values. */
export interface PlannedClient extends ClientOrder {
  readonly condition: string
  readonly values: Readonly<Record<string, string>>
}

/** Each filtered client has one repository, by its first name, or one event; the last ones have no filter. */
export function planClients(names: readonly string[], events: readonly string[]): readonly PlannedClient[] {
  const repeat = (count: number, texts: readonly string[]) =>
    Array.from({ length: count }, (_, index) => texts[index % texts.length] ?? '')
  const byRepository = repeat(CLIENTS_OF_REPOSITORIES, names).map((name) => ({
    query: `?repository=${encodeURIComponent(name)}`,
    condition: 'repository_id IN (SELECT repository_id FROM repository_names WHERE name_key = {name:String})',
    values: { name: name.toLowerCase() },
  }))
  const byEvent = repeat(CLIENTS_OF_EVENTS, events).map((event) => ({
    query: `?event=${event}`,
    condition: 'event = {event:String}',
    values: { event },
  }))
  const everything = repeat(CLIENTS_OF_EVERYTHING, ['']).map(() => ({
    query: '',
    condition: '1',
    values: {},
  }))
  return [...byRepository, ...byEvent, ...everything].map((client, index) => ({
    ...client,
    transport: index % WEBSOCKETS === 0 ? 'websocket' : 'sse',
  }))
}
