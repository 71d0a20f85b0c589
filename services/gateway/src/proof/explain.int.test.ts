import { beforeAll, expect, test } from 'vitest'
import { operationsOf, readDocument, validatorOf } from '../documents/documented.fixture.ts'
import { examples } from '../documents/examples.fixture.ts'
import { endpoints } from '../endpoints.ts'
import { fillEveryModel, filled } from '../every-model.fixture.ts'
import { gatewayForTests } from '../gateway.fixture.ts'

const gateway = gatewayForTests(filled)
beforeAll(() => fillEveryModel(gateway))

const withParameter = (name: string) =>
  endpoints.map(({ route }) => route).filter(({ query }) => name in query.shape)

const asked = (operationId: string, parameter: string) => {
  const example = examples[operationId] ?? ''
  return `${example}${example.includes('?') ? '&' : '?'}${parameter}=true`
}

test('every route with numbers explains them by SQL that works as it is', async () => {
  const document = await readDocument(gateway)
  const operations = new Map(
    operationsOf(document).map(({ operation }) => [operation.operationId, operation]),
  )
  const explained = withParameter('explain')
  expect(explained.length).toBeGreaterThan(15)
  for (const { operationId, description } of explained) {
    const answer = await gateway.ask(asked(operationId, 'explain'))
    expect({ operationId, ...answer }).toMatchObject({ status: 200 })
    const schema = operations.get(operationId)?.responses[200]?.content['application/json']?.schema
    expect(schema, operationId).toBeDefined()
    const checked = validatorOf(schema ?? {}, document).safeParse(answer.body)
    expect(checked.error?.issues ?? [], operationId).toEqual([])
    const { explain } = answer.body as {
      explain: { definition: string; queries: { name: string; sql: string }[] }
    }
    expect(explain.definition, operationId).toContain(description)
    expect(explain.queries, operationId).not.toHaveLength(0)
    for (const { sql } of explain.queries) {
      const run = await gateway.ask('/api/v1/sql', { body: { query: sql } })
      expect({ operationId, sql, ...run }).toMatchObject({ status: 200 })
    }
  }
})

test('every route that proves its numbers tells the deliveries behind them', async () => {
  const proven = withParameter('evidence')
  expect(proven.length).toBeGreaterThan(7)
  for (const { operationId } of proven) {
    const answer = await gateway.ask(asked(operationId, 'evidence'))
    expect({ operationId, ...answer }).toMatchObject({
      status: 200,
      body: { evidence: { total: expect.any(Number), data: expect.any(Array) } },
    })
    expect(answer.body, operationId).not.toHaveProperty('explain')
  }
})

test('without being asked, an answer explains and proves nothing', async () => {
  const { body } = await gateway.ask('/api/v1/counters')
  expect(body).not.toHaveProperty('explain')
  expect(body).not.toHaveProperty('evidence')
})
