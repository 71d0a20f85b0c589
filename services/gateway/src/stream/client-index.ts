import { ownerOf } from '../visible-repositories.ts'
import type { EventRepository, LiveEvent } from './live-event.ts'
import type { StreamFilter } from './stream-filter.ts'

/** What filters see of an event. */
export type FilteredEvent = Pick<LiveEvent, 'type' | 'severity' | 'repository'>

interface Filtered {
  readonly filter: StreamFilter
}

interface IndexOptions<C> {
  /** The types of events that a filter lets through; null: all. */
  readonly typesOf: (filter: StreamFilter) => ReadonlySet<string> | null
  /** A client that named a repository has seen its id. Other indexes that hold the client are to be told by `learn`. */
  readonly onLearned?: (client: C, repositoryId: number) => void
}

/** Finds the clients of an event without asking the others. */
export interface ClientIndex<C extends Filtered> extends Iterable<C> {
  readonly size: number
  add(client: C): void
  delete(client: C): void
  has(client: C): boolean
  /** Whether any client may want events of this type: what nobody wants is not even opened. */
  wants(type: string): boolean
  /** This client's filter lets a repository of this id through from now on. */
  learn(client: C, repositoryId: number): void
  matching(event: FilteredEvent): ReadonlySet<C>
}

/** A repository's id, its name, a type of events, or null for every type. */
type Place = number | string | null

export function createClientIndex<C extends Filtered>({
  typesOf,
  onLearned = () => {},
}: IndexOptions<C>): ClientIndex<C> {
  const clients = new Set<C>()
  // Those without a filter of repositories lie under their types; null is every type.
  const byType = multimap<Place, C>()
  const byRepository = multimap<Place, C>()
  // Clients with a filter of repositories, by the types that they want.
  const filteredByType = multimap<Place, C>()
  const places = (client: C): readonly { map: Multimap<Place, C>; keys: Iterable<Place> }[] => {
    const { repositories } = client.filter
    const wanted = [...(typesOf(client.filter) ?? [null])]
    if (repositories === null) return [{ map: byType, keys: wanted }]
    return [
      { map: filteredByType, keys: wanted },
      { map: byRepository, keys: placesOf(repositories) },
    ]
  }
  const learnFrom = (repository: EventRepository | null) => {
    if (repository === null) return
    for (const client of byRepository.get(repository.nameKey)) {
      const { repositories } = client.filter
      // By a name of an owner's only who bears it now is let through, and remembered by no id.
      if (repositories === null || !repositories.names.has(repository.nameKey)) continue
      if (repositories.ids.has(repository.id)) continue
      repositories.ids.add(repository.id)
      byRepository.add(repository.id, client)
      onLearned(client, repository.id)
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
    has: (client) => clients.has(client),
    wants: (type) => [byType, filteredByType].some((map) => map.has(type) || map.has(null)),
    learn(client, repositoryId) {
      if (clients.has(client)) byRepository.add(repositoryId, client)
    },
    matching(event) {
      learnFrom(event.repository)
      const found = new Set<C>()
      // The rest of a filter, of clients whose repository is right.
      const lets = ({ filter }: C) =>
        (typesOf(filter)?.has(event.type) ?? true) &&
        (event.severity === null || (filter.severities?.has(event.severity) ?? true))
      const candidates = [
        byType.get(null),
        byType.get(event.type),
        ...ofRepository(byRepository, event.repository),
      ]
      for (const some of candidates) for (const client of some) if (lets(client)) found.add(client)
      return found
    },
  }
}

/** Of everything that an owner has: no repository is called so. */
const ofOwner = (owner: string) => `${owner}/*`

function ofRepository<C>(
  clients: Multimap<Place, C>,
  repository: EventRepository | null,
): readonly Iterable<C>[] {
  if (repository === null) return []
  const { id, nameKey } = repository
  return [id, nameKey, ofOwner(ownerOf(nameKey))].map((place) => clients.get(place))
}

function placesOf({ ids, names, owners, namesOfOwners }: NonNullable<StreamFilter['repositories']>) {
  return new Set<Place>([...ids, ...names, ...namesOfOwners, ...[...owners].map(ofOwner)])
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
