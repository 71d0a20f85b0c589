import { RequestError } from '@octokit/request-error'
import { expect, test } from 'vitest'
import { type Reply, startScriptedGitHub } from './scripted-github.fixture.ts'

/** Answers one after the other, the last one for ever. */
function inTurn(...replies: readonly Reply[]): () => Reply {
  const left = [...replies]
  return () => (left.length > 1 ? left.shift() : left[0]) ?? {}
}

const failure: Reply = { status: 502, body: { message: 'Server Error' } }

test('a failure of GitHub is asked again after 1, 4 and 9 seconds', async () => {
  await using github = await startScriptedGitHub(inTurn(failure, failure, failure, { body: { ok: true } }))
  const begun = github.clock.now()
  const work = github.client().request('GET /user')
  expect(await github.elapse(work)).toBe(14_000)
  expect((await work).data).toEqual({ ok: true })
  expect(github.received.map(({ at }) => at - begun)).toEqual([0, 1_000, 5_000, 14_000])
})

test('after three times more the error is Octokit’s own, with GitHub’s status', async () => {
  await using github = await startScriptedGitHub(() => failure)
  const work = github.client().request('GET /user')
  await github.elapse(work)
  const error = await work.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(RequestError)
  expect(error).toMatchObject({ status: 502, response: { data: { message: 'Server Error' } } })
  expect(github.received).toHaveLength(4)
})

test('a connection that breaks is a failure too; what never answers is an error without a response', async () => {
  await using github = await startScriptedGitHub(inTurn({ hangUp: true }, { body: {} }))
  await github.elapse(github.client().request('GET /user'))
  expect(github.calls.map(({ status, cost }) => [status, cost])).toEqual([
    [0, null],
    [200, 1],
  ])

  await using dead = await startScriptedGitHub(() => ({ hangUp: true }))
  const work = dead.client().request('GET /user')
  await dead.elapse(work)
  await expect(work).rejects.toMatchObject({ name: 'HttpError', status: 500 })
  expect(dead.received).toHaveLength(4)
})

test.each([400, 401, 403, 404, 410, 422, 451])('a %i is an answer and not asked again', async (status) => {
  await using github = await startScriptedGitHub(() => ({ status, body: { message: 'no' } }))
  await expect(github.client().request('GET /user')).rejects.toMatchObject({ status })
  expect(github.received).toHaveLength(1)
})

test('what creates is not repeated after a failure, but waits for a limit; other writes are repeated', async () => {
  await using github = await startScriptedGitHub(
    inTurn(failure, { status: 429, headers: { 'retry-after': '5' } }, { status: 201, body: {} }, failure, {
      body: {},
    }),
  )
  const client = github.client()
  const label = { owner: 'acme', repo: 'app', name: 'bug' }
  const create = () => client.request('POST /repos/{owner}/{repo}/labels', label)
  await expect(create()).rejects.toMatchObject({ status: 502 })
  const second = create()
  expect(await github.elapse(second)).toBe(6_000)
  expect(await second).toMatchObject({ status: 201 })
  await github.elapse(client.request('PATCH /repos/{owner}/{repo}/labels/{name}', label))
  expect(github.received.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST', 'PATCH', 'PATCH'])
})

test('GraphQL: a query that broke on GitHub’s side is asked again; errors of the query are not', async () => {
  const broken = {
    body: { errors: [{ message: 'Something went wrong while executing your query. Please include `A1`' }] },
  }
  const wrong = { body: { data: { a: null }, errors: [{ type: 'NOT_FOUND', message: 'Could not resolve' }] } }
  await using github = await startScriptedGitHub(inTurn(broken, wrong))
  const work = github.client().graphql('query { a }')
  await github.elapse(work)
  await expect(work).rejects.toMatchObject({ name: 'GraphqlResponseError', data: { a: null } })
  expect(github.received).toHaveLength(2)
})
