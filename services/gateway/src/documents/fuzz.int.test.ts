import type { OpenApiDocument } from '@octometer/gateway-api'
import fc from 'fast-check'
import { beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { fillEveryModel, filled } from '../every-model.fixture.ts'
import { gatewayForTests } from '../gateway.fixture.ts'
import { arbitraryRequest, type FuzzRequest } from './arbitrary-requests.fixture.ts'
import { valueArbitraries } from './arbitrary-values.fixture.ts'
import { type OperationAt, operationsOf, readDocument, validatorOf } from './documented.fixture.ts'
import { exampleGuid, exampleReplay } from './examples.fixture.ts'
import { learnValues } from './known-values.fixture.ts'

const gateway = gatewayForTests(filled)
beforeAll(() => fillEveryModel(gateway))

/** What no answer shows by itself, by the name under which it is asked for. */
const unseen = {
  guid: [exampleGuid],
  id: [exampleReplay, `counters:${exampleGuid}`],
  name: ['commits', 'bug'],
  owner: ['acme'],
  repo: ['api'],
  body: [{ guid: exampleGuid }, { value: 5 }, { query: 'SELECT guid, event FROM deliveries' }],
}

/** No round begins after this. */
const TOTAL_MS = 12_000
const ROUNDS = 8
/** Requests of an operation in a round. */
const AT_ONCE = 3

type Answered = Awaited<ReturnType<typeof gateway.ask>>

function send({ path, method, body }: FuzzRequest): Promise<Answered> {
  return gateway.ask(path, { method, ...(body === undefined ? {} : { body }) })
}

/** Tells what an answer breaks of its document; null when nothing. */
function judgeOf({ operation }: OperationAt, document: OpenApiDocument) {
  const schemas = new Map<string, z.ZodType>()
  // A problem may have members of its own.
  const problem = z.fromJSONSchema(document.components.schemas.Problem ?? {})
  return (request: FuzzRequest, { status, headers, body }: Answered): string | null => {
    const documented = operation.responses[status]
    if (status >= 500 || documented === undefined) return `answered ${status}`
    if (request.wrong !== null && status < 400) return `took a wrong ${request.wrong}`
    if (status === 204 && documented.content === undefined) return null
    const type = essence(headers.get('content-type') ?? '')
    const [, media] = Object.entries(documented.content ?? {}).find(([each]) => essence(each) === type) ?? []
    if (media === undefined) return `answered ${status} as ${type}, which is not documented`
    if (!/[/+]json$/.test(type)) return null
    // A list as a file is of the same type as its answer: the parameter says that it is one array.
    if (status < 400 && isJsonFile(request))
      return Array.isArray(body) ? null : 'answered a file that is no array'
    const key = `${status} ${type}`
    const schema = schemas.get(key) ?? (status < 400 ? validatorOf(media.schema, document) : problem)
    schemas.set(key, schema)
    const [issue] = schema.safeParse(body).error?.issues ?? []
    return issue === undefined
      ? null
      : `answered what its schema refuses: ${issue.path.join('.')} ${issue.message}`
  }
}

function isJsonFile({ path }: FuzzRequest): boolean {
  return new URLSearchParams(path.split('?')[1]).get('format') === 'json'
}

/** A media type without its parameters. */
function essence(type: string): string {
  return (type.split(';')[0] ?? '').trim()
}

test('every route by its own document: never a 500, never what is not documented', async () => {
  const document = await readDocument(gateway)
  const operations = operationsOf(document)
  const values = valueArbitraries(document, await learnValues(gateway, operations, unseen))
  const seed = inject('fuzzSeed')
  console.info(`fuzzing ${operations.length} operations with the seed ${seed}; OCTO_FUZZ_SEED sets another`)
  const tried = operations.map((at) => ({
    id: at.operation.operationId,
    requests: arbitraryRequest(at, values),
    judge: judgeOf(at, document),
  }))
  const faults: string[] = []
  const answered = new Set<string>()
  const end = performance.now() + TOTAL_MS
  // Round by round, so that however slow the machine is, each of them is tried.
  for (let round = 0; round < ROUNDS && (round === 0 || performance.now() < end); round += 1) {
    for (const { id, requests, judge } of tried) {
      for (const request of fc.sample(requests, { seed: seed + round, numRuns: AT_ONCE })) {
        const answer = await send(request)
        if (answer.status < 300) answered.add(id)
        const fault = judge(request, answer)
        if (fault !== null) faults.push(`${fault}: ${JSON.stringify(request)} ${answer.text.slice(0, 300)}`)
      }
    }
  }
  expect(faults).toEqual([])
  // What only ever refuses has hardly been tried.
  expect(answered.size).toBeGreaterThan(operations.length / 2)
})

test('what is not documented is found', async () => {
  const document = await readDocument(gateway)
  const [at] = operationsOf(document).filter(({ operation }) => operation.operationId === 'getVersion')
  if (at === undefined) throw new Error('there is no such operation')
  const judge = judgeOf(at, document)
  const request = { method: 'GET', path: at.path, body: undefined, wrong: null }
  const answer = await send(request)
  expect(judge(request, answer)).toBeNull()
  const { version: _, ...incomplete } = answer.body
  expect(judge(request, { ...answer, body: incomplete })).toContain('version')
  expect(judge(request, { ...answer, body: { ...answer.body, more: 1 } })).toContain('more')
  expect(judge(request, { ...answer, status: 500 })).toBe('answered 500')
  expect(judge(request, { ...answer, status: 418 })).toBe('answered 418')
  expect(judge({ ...request, wrong: 'limit' }, answer)).toBe('took a wrong limit')
  const asText = { ...answer, headers: new Headers({ 'content-type': 'text/plain' }) }
  expect(judge(request, asText)).toContain('text/plain')
})
