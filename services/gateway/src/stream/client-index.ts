import type { EventRepository, LiveEvent } from './live-event.ts'
import type { StreamFilter } from './stream-filter.ts'

/** What filters see of an event. */
export type FilteredEvent = Pick<LiveEvent, 'event' | 'kind' | 'repository'>

interface Filtered {
  readonly filter: StreamFilter
}

/** Finds the clients of an event without asking the others. */
export interface ClientIndex<C extends Filtered> extends Iterable<C> {
  readonly size: number
  add(client: C): void
  delete(client: C): void
  /** Whether any client may want this event of GitHub's: what nobody wants is not even opened. */
  wants(event: string): boolean
  matching(event: FilteredEvent): ReadonlySet<C>
}

/** A repository's id, its name, an event of GitHub's, or null for every event. */
type Place = number | string | null

export function createClientIndex<C extends Filtered>(): ClientIndex<C> {
  const clients = new Set<C>()
  // Those without a filter of repositories lie under their events; null is every event.
  const byEvent = multimap<Place, C>()
  const byRepository = multimap<Place, C>()
  // Clients with a filter of repositories, by the events that they want.
  const filteredByEvent = multimap<Place, C>()
  const places = (client: C): readonly { map: Multimap<Place, C>; keys: readonly Place[] }[] => {
    const { repositories, events } = client.filter
    const wanted = events === null ? [null] : [...events]
    if (repositories === null) return [{ map: byEvent, keys: wanted }]
    return [
      { map: filteredByEvent, keys: wanted },
      { map: byRepository, keys: [...repositories.ids, ...repositories.names] },
    ]
  }
  const ofRepository = (repository: EventRepository | null): readonly Iterable<C>[] =>
    repository === null ? [] : [byRepository.get(repository.id), byRepository.get(repository.nameKey)]
  const learn = (repository: EventRepository | null) => {
    if (repository === null) return
    for (const client of byRepository.get(repository.nameKey)) {
      const { repositories } = client.filter
      if (repositories?.ids.has(repository.id) ?? true) continue
      repositories?.ids.add(repository.id)
      byRepository.add(repository.id, client)
    }
  }
  return {
    get size() {
      return clients.size
    },
    [Symbol.iterator]: () => clients[Symbol.iterator](),
    add(client) {
      clients.add(client)
      for (const { map, keys } of places(client)) for (const key of keys) map.add(key, client)
    },
    delete(client) {
      if (!clients.delete(client)) return
      for (const { map, keys } of places(client)) for (const key of keys) map.delete(key, client)
    },
    wants: (event) => [byEvent, filteredByEvent].some((map) => map.has(event) || map.has(null)),
    matching(event) {
      learn(event.repository)
      const found = new Set<C>()
      const candidates = [byEvent.get(null), byEvent.get(event.event), ...ofRepository(event.repository)]
      for (const some of candidates)
        for (const client of some) if (lets(client.filter, event)) found.add(client)
      return found
    },
  }
}

/** The rest of a filter, of clients whose repository is right. */
function lets({ events, kinds }: StreamFilter, { event, kind }: FilteredEvent): boolean {
  return (events === null || (event !== null && events.has(event))) && (kinds?.has(kind) ?? true)
}

type Multimap<K, V> = ReturnType<typeof multimap<K, V>>

function multimap<K, V>() {
  const sets = new Map<K, Set<V>>()
  return {
    has: (key: K) => sets.has(key),
    get: (key: K): Iterable<V> => sets.get(key) ?? [],
    add(key: K, value: V) {
      const known = sets.get(key)
      if (known === undefined) sets.set(key, new Set([value]))
      else known.add(value)
    },
    delete(key: K, value: V) {
      const known = sets.get(key)
      known?.delete(value)
      if (known?.size === 0) sets.delete(key)
    },
  }
}
