import { RequestError } from '@octokit/request-error'
import { expect, test } from 'vitest'
import { createGraphAsker } from './graph-asker.ts'
import type { Question } from './question.ts'

const node = (id: string): Question => ({
  ...{ kind: 'node', id, selection: '{ id }', fragments: [], connections: 1, weight: 10 },
})

/** Answers `nodes` with their ids, or throws what `refuse` gives. */
function graphOf(refuse: (ids: readonly string[]) => Error | null) {
  const queries: (readonly string[])[] = []
  const graphql = async <T>(query: string): Promise<T> => {
    const lists = [...query.matchAll(/(q\d+): nodes\(ids: (\[.*?\])\)/g)]
    const ids = lists.map(([, alias = '', list = '[]']) => [alias, JSON.parse(list)] as const)
    const all: readonly string[] = ids.flatMap(([, some]) => some)
    queries.push(all)
    const error = refuse(all)
    if (error !== null) throw error
    const answers = ids.map(([alias, some]) => [alias, some.map((id: string) => ({ id }))])
    return Object.fromEntries(answers)
  }
  const asker = createGraphAsker({
    client: { graphql },
    now: () => new Date(0),
    signal: new AbortController().signal,
  })
  return { asker, queries }
}

test('questions that are asked together share queries of one point, and each gets its own answer', async () => {
  const { asker, queries } = graphOf(() => null)
  const ids = Array.from({ length: 300 }, (_, index) => `I_${index}`)
  const answers = await Promise.all(ids.map((id) => asker.ask<{ id: string }>(node(id))))
  expect(answers.map(({ data }) => data.id)).toEqual(ids)
  expect(queries.map(({ length }) => length)).toEqual([149, 149, 2])
})

test('a query that GitHub does not answer in time is split, and what fails alone fails alone', async () => {
  const tooSlow = new RequestError('gateway timeout', 504, {
    request: { method: 'POST', url: '/graphql', headers: {} },
  })
  const { asker, queries } = graphOf((ids) => (ids.length > 40 || ids.includes('I_7') ? tooSlow : null))
  const ids = Array.from({ length: 120 }, (_, index) => `I_${index}`)
  const outcomes = await Promise.allSettled(ids.map((id) => asker.ask<{ id: string }>(node(id))))
  const failed = outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [ids[index]] : []))
  expect(failed).toEqual(['I_7'])
  const before = queries.length
  await Promise.all(ids.slice(10, 60).map((id) => asker.ask(node(id))))
  // Those after it are smaller.
  expect(Math.max(...queries.slice(before).map(({ length }) => length))).toBeLessThanOrEqual(40)
})

test('what is answered beside errors is taken, and an error is of the question that it names', async () => {
  const partial = Object.assign(new Error('Could not resolve'), {
    name: 'GraphqlResponseError',
    data: { q1: [{ id: 'A' }, null] },
    errors: [{ type: 'NOT_FOUND', message: 'Could not resolve B', path: ['q1', 1] }],
  })
  const { asker } = graphOf(() => partial)
  const [first, second] = await Promise.allSettled([asker.ask(node('A')), asker.ask(node('B'))])
  expect(first).toMatchObject({ status: 'fulfilled', value: { data: { id: 'A' } } })
  expect(second).toMatchObject({ reason: { type: 'NOT_FOUND', message: 'Could not resolve B' } })
})
