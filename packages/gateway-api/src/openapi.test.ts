import { expect, test } from 'vitest'
import { z } from 'zod'
import { openApiDocument } from './openapi.ts'
import { apiRoutes } from './routes.ts'

const document = openApiDocument(apiRoutes, '1.2.3')
const text = JSON.stringify(document)

test('every operation has a name of its own, and every name in a path is a parameter', () => {
  const names = apiRoutes.map(({ operationId }) => operationId)
  expect(new Set(names).size).toBe(names.length)
  for (const { path, pathParameters } of apiRoutes) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(Object.keys(pathParameters.shape)).toEqual(inPath)
  }
})

test('every reference leads to a schema of the document, and every schema is referred to', () => {
  const referred = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name))
  expect([...referred].sort()).toEqual(Object.keys(document.components.schemas).sort())
  expect(text).not.toContain('$defs')
})

test('a list takes its parameters as the schema that validates says, and can be had as a file', () => {
  const { query } = apiRoutes.find(({ operationId }) => operationId === 'listPullRequests') ?? {}
  const { parameters } = z
    .object({ parameters: z.array(z.object({ name: z.string(), in: z.string(), schema: z.unknown() })) })
    .parse(document.paths['/api/v1/pull-requests']?.get)
  expect(parameters.map(({ name }) => name)).toEqual([...Object.keys(query?.shape ?? {}), 'format'])
  expect(parameters).toContainEqual({
    name: 'limit',
    in: 'query',
    schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
  })
  expect(parameters).toContainEqual({
    name: 'state',
    in: 'query',
    schema: { type: 'array', maxItems: 3, items: { type: 'string', enum: ['open', 'closed', 'merged'] } },
  })
})

test('every operation says its role and its problems', () => {
  for (const { path, method, role, problems } of apiRoutes) {
    const operation = document.paths[path]?.[method]
    expect(operation?.description).toContain(`Needs the role \`${role}\``)
    const statuses = Object.keys(operation?.responses ?? {})
    expect(statuses).toEqual(expect.arrayContaining(['400', '401', '403', '503', ...problems.map(String)]))
  }
})

test('the list of routes puts a fixed path before the one with a parameter that it would match', () => {
  const paths = apiRoutes.map(({ path }) => path)
  expect(paths.indexOf('/api/v1/deliveries/stats')).toBeLessThan(paths.indexOf('/api/v1/deliveries/{guid}'))
})
