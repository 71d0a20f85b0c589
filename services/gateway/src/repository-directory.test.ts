import type { NamedQuery, Store } from '@octometer/read-store'
import { expect, test } from 'vitest'
import { openRepositoryDirectory } from './repository-directory.ts'

/** A store of repositories called acme/1, acme/2, … that remembers what it was asked for. */
function storeOf(count: number) {
  const asked: (readonly unknown[] | null)[] = []
  const known = { count }
  const query = async <P, R>(of: NamedQuery<P, R>, parameters: P): Promise<readonly R[]> => {
    const { names, repositories, limit } = {
      names: null,
      repositories: null,
      limit: Number.POSITIVE_INFINITY,
      ...parameters,
    } as { names: string[] | null; repositories: number[] | null; limit: number }
    asked.push(names ?? repositories)
    return Array.from({ length: known.count }, (_, index) => index + 1)
      .map((id) => ({ name_key: `acme/${id}`, repository_id: id, full_name: `Acme/${id}` }))
      .filter(({ name_key }) => names?.includes(name_key) ?? true)
      .filter(({ repository_id }) => repositories?.includes(repository_id) ?? true)
      .slice(0, limit)
      .map((row) => of.row.parse(row))
  }
  return { asked, known, store: { query } as Partial<Store> as Store }
}

test('names that are held are not asked for again, in any case', async () => {
  const { asked, store } = storeOf(3)
  const directory = openRepositoryDirectory(store)
  expect((await directory.idsByName(['acme/1', 'ACME/2'])).get('acme/2')).toBe(2)
  expect((await directory.namesById([3, 3])).get(3)).toBe('Acme/3')
  const before = asked.length
  expect((await directory.idsByName(['acme/3'])).get('acme/3')).toBe(3)
  expect((await directory.namesById([1])).get(1)).toBe('Acme/1')
  expect(asked).toHaveLength(before)
})

test('a repository that came just now is found at once', async () => {
  const { known, store } = storeOf(0)
  const directory = openRepositoryDirectory(store)
  expect(await directory.knowsAny()).toBe(false)
  expect(await directory.idsByName(['acme/1'])).toEqual(new Map())
  known.count = 1
  expect(await directory.knowsAny()).toBe(true)
  expect(await directory.idsByName(['acme/1'])).toEqual(new Map([['acme/1', 1]]))
  expect(await directory.namesById([1])).toEqual(new Map([[1, 'Acme/1']]))
})

test('names that are too many to be held are looked up for each question', async () => {
  const { asked, store } = storeOf(5001)
  const directory = openRepositoryDirectory(store)
  expect(await directory.knowsAny()).toBe(true)
  expect(await directory.idsByName(['acme/5001'])).toEqual(new Map([['acme/5001', 5001]]))
  expect(await directory.namesById([5000])).toEqual(new Map([[5000, 'Acme/5000']]))
  expect(asked).toEqual([null, ['acme/5001'], [5000]])
})
