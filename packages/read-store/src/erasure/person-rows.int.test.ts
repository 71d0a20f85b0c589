import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Store } from '../client.ts'
import { defineQuery } from '../named-query.ts'
import type { Row } from '../rows.ts'
import { openMigratedStore } from '../store.fixture.ts'
import { rewritePersonRows } from './person-rows.ts'

const NOW = new Date('2026-03-04T12:00:00Z')

/** Every text of a row, with one login in the place of another. */
function rewrite(row: Row): Row {
  const text = JSON.stringify(row)
  return text.toLowerCase().includes('mona') ? JSON.parse(text.replaceAll(/mona/gi, 'erased-1')) : row
}

function rowsOf(store: Store, sql: string): Promise<readonly unknown[]> {
  const row = z.record(z.string(), z.unknown())
  return store.query(
    defineQuery({ name: 'test', parameters: z.object({}), row, render: () => ({ sql, values: {} }) }),
    {},
  )
}

function delivery(guid: string, sender: string, sequence: number, form_body = ''): Row {
  return {
    ...{ received_at: '2026-03-04 10:00:00.123', guid, event: 'push', repository: `${sender}/api`, sender },
    ...{ stream_sequence: sequence, payload: JSON.stringify({ sender: { login: sender } }), form_body },
  }
}

const REWRITTEN = [
  {
    guid: 'a',
    sender: 'erased-1',
    repository: 'erased-1/api',
    payload: '{"sender":{"login":"erased-1"}}',
    form_body: '',
  },
  {
    ...{
      guid: 'b',
      sender: 'erased-1',
      repository: 'erased-1/api',
      payload: '{"sender":{"login":"erased-1"}}',
    },
    form_body: 'payload=%7B%22sender%22%3A%7B%22login%22%3A%22erased-1%22%7D%7D',
  },
  {
    guid: 'c',
    sender: 'hubot',
    repository: 'hubot/api',
    payload: '{"sender":{"login":"hubot"}}',
    form_body: '',
  },
  {
    guid: 'd',
    sender: 'mona',
    repository: 'mona/api',
    payload: '{"sender":{"login":"mona"}}',
    form_body: '',
  },
]

test('rows that hold a person are rewritten in their places, up to a sequence, and again without effect', async () => {
  await using stack = new AsyncDisposableStack()
  const store = await openMigratedStore(stack)
  const insert = (table: string, rows: readonly Row[]) => store.insert('test', `octometer.${table}`, rows)
  await insert('deliveries', [
    delivery('a', 'Mona', 1),
    delivery('b', 'mona', 2, 'payload=%7B%7D'),
    delivery('c', 'hubot', 3),
    delivery('d', 'mona', 9),
  ])
  const names = ['mona/api', 'acme/api'].map((name, id) => ({ name_key: name, repository_id: id }))
  await insert('repository_names', names)
  const letter = (id: string, subject: string) => ({
    dead_letter_id: id,
    subject,
    status: { rank: 1, status: 'open' },
  })
  await insert('dead_letters', [
    letter('x', 'events.delivery.push.Mona.api'),
    letter('y', 'events.delivery.push.acme.api'),
  ])
  const erase = () =>
    rewritePersonRows(store, { erasureId: 'e1', upTo: 8, needles: ['mona'], now: NOW, rewrite })
  expect(await erase()).toEqual({ deliveries: 2, otherRows: 2 })
  expect(
    await rowsOf(store, 'SELECT guid, sender, repository, payload, form_body FROM deliveries ORDER BY guid'),
  ).toEqual(REWRITTEN)
  expect(await rowsOf(store, 'SELECT name_key FROM repository_names ORDER BY name_key')).toEqual([
    { name_key: 'acme/api' },
    { name_key: 'erased-1/api' },
  ])
  expect(await rowsOf(store, 'SELECT dead_letter_id FROM dead_letters')).toEqual([{ dead_letter_id: 'y' }])
  expect(await rowsOf(store, 'SELECT guid FROM rewritten_deliveries ORDER BY guid')).toEqual([
    { guid: 'a' },
    { guid: 'b' },
  ])
  expect(await erase()).toEqual({ deliveries: 0, otherRows: 0 })
})

test('more rows than a page holds are found, each once', async () => {
  await using stack = new AsyncDisposableStack()
  const store = await openMigratedStore(stack)
  const many = Array.from({ length: 950 }, (_, index) =>
    delivery(`g${index}`, index % 2 === 0 ? 'mona' : 'hubot', 1),
  )
  await store.insert('test', 'octometer.deliveries', many)
  const erased = { erasureId: 'e1', upTo: 1, needles: ['mona'], now: NOW, rewrite }
  expect(await rewritePersonRows(store, erased)).toEqual({ deliveries: 475, otherRows: 0 })
  expect(
    await rowsOf(store, "SELECT uniqExact(guid) AS n, countIf(sender = 'mona') AS left FROM deliveries"),
  ).toEqual([{ n: 950, left: 0 }])
})
