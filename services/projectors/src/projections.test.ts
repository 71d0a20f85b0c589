import { readFileSync } from 'node:fs'
import { parseSubject, streamOf } from '@octometer/event-contracts'
import { readModels } from '@octometer/read-store'
import { expect, test } from 'vitest'
import { projections } from './projections.ts'

test('names are unique, and each projection has a read model whose tables it writes', () => {
  expect(new Set(projections.map(({ name }) => name)).size).toBe(projections.length)
  for (const projection of projections) {
    const model = readModels.find((each) => each.projection === projection.name)
    expect(model?.tables.map(({ name }) => name)).toEqual(expect.arrayContaining([...projection.tables]))
    expect(model?.ddl === null).toBe(!projection.generational)
  }
})

test.each(projections.map(({ name }) => name))('%s passes the four laws in a test of its own', (name) => {
  const source = readFileSync(new URL(`./${name}/projection.test.ts`, import.meta.url), 'utf8')
  expect(source).toContain('testProjection({')
})

test('what a projection handles are names that a subject can carry', () => {
  for (const { handles } of projections) {
    const names = handles.deliveries === 'all' ? [] : handles.deliveries
    for (const name of names)
      expect(parseSubject(`events.delivery.${name}.%-.%-`)).toMatchObject({ type: name })
  }
})

test('each projection reads the stream that everybody takes it to read', () => {
  for (const { name, stream } of projections) expect(stream).toBe(streamOf(name))
})
