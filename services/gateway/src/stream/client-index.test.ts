import { expect, test } from 'vitest'
import { createClientIndex, type FilteredEvent } from './client-index.ts'
import type { StreamFilter } from './stream-filter.ts'

interface Named {
  readonly name: string
  readonly filter: StreamFilter
}

function client(
  name: string,
  filter: {
    ids?: number[]
    names?: string[]
    owners?: string[]
    namesOfOwners?: string[]
    events?: string[]
  },
): Named {
  const { ids, names, owners, namesOfOwners, events } = filter
  const sets = {
    ...{ ids: new Set(ids), names: new Set(names) },
    ...{ owners: new Set(owners), namesOfOwners: new Set(namesOfOwners) },
  }
  const repositories = ids || names || owners || namesOfOwners ? sets : null
  const asked = { names: undefined, visible: null }
  const unfiltered = { asked, kinds: new Set<never>(), rules: null, severities: null }
  return { name, filter: { ...unfiltered, repositories, events: events ? new Set(events) : null } }
}

function event(name: string, repository: readonly [number, string] | null): FilteredEvent {
  const [id, nameKey] = repository ?? [0, '']
  return { type: name, severity: null, repository: repository && { id, nameKey } }
}

const clients = [
  client('all', {}),
  client('pushes', { events: ['push', 'create'] }),
  client('one', { ids: [1], names: ['a/one'] }),
  client('named', { names: ['a/two'] }),
  client('pushes of one', { ids: [1], events: ['push'] }),
  client('none', { ids: [], names: [] }),
]

function indexOf(some: readonly Named[]) {
  const index = createClientIndex<Named>({ typesOf: ({ events }) => events })
  for (const each of some) index.add(each)
  return index
}

test.each([
  ['push', [1, 'a/one'], ['all', 'pushes', 'one', 'pushes of one']],
  ['push', [1, 'a/renamed'], ['all', 'pushes', 'one', 'pushes of one']],
  ['issues', [2, 'a/two'], ['all', 'named']],
  ['issues', [1, 'a/two'], ['all', 'one', 'named']],
  ['create', [9, 'a/nine'], ['all', 'pushes']],
  ['organization', null, ['all']],
] as const)('%s of %s goes to whom it concerns, each once', (name, repository, expected) => {
  const found = [...indexOf(clients).matching(event(name, repository))].map((each) => each.name)
  expect(found.sort()).toEqual([...expected].sort())
})

test('an event that nobody wants is known by its name alone', () => {
  const index = indexOf(clients.filter(({ name }) => name.startsWith('pushes')))
  expect(['push', 'create', 'issues'].map(index.wants)).toEqual([true, true, false])
})

test('nothing stays behind of a client that left', () => {
  const index = indexOf(clients)
  for (const each of clients) index.delete(each)
  expect(index.size).toBe(0)
  expect(index.wants('push')).toBe(false)
  expect(index.matching(event('push', [1, 'a/one'])).size).toBe(0)
})

test('what is an owner’s is let through by the name that it bears, and no longer when it is another’s', () => {
  const index = createClientIndex<Named>({ typesOf: ({ events }) => events })
  for (const each of [client('of a', { owners: ['a'] }), client('one of a', { namesOfOwners: ['a/one'] })])
    index.add(each)
  const found = (...of: Parameters<typeof event>) => [...index.matching(event(...of))].map(({ name }) => name)
  expect(found('push', [1, 'a/one'])).toEqual(['one of a', 'of a'])
  expect(found('push', [2, 'a/new'])).toEqual(['of a'])
  expect(found('push', [1, 'b/one'])).toEqual([])
  expect(found('push', [3, 'ab/one'])).toEqual([])
})
