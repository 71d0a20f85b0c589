import { expect, test } from 'vitest'
import { ask, field } from './asking.ts'
import { isObject } from './fields.ts'
import { type GitHubSimulator, startGitHubSimulator } from './github-simulator.ts'

const from = new Date('2025-01-01T00:00:00Z')
const until = new Date('2026-01-01T00:00:00Z')

async function seeded(): Promise<GitHubSimulator & { token: string }> {
  const simulator = await startGitHubSimulator()
  simulator.seed({ seed: 1, repositories: 3, issuesAndPullRequests: 700, from, until })
  return { ...simulator, token: simulator.credentials.createToken() }
}

async function query(simulator: GitHubSimulator & { token: string }, text: string, variables: object = {}) {
  const body = { query: text, variables }
  return ask(simulator, simulator.token, '/graphql', { method: 'POST', body })
}

const pullRequests = `query($after: String) {
  rateLimit { cost remaining nodeCount }
  repository(owner: "acme", name: "service-000") {
    pullRequests(first: 100, after: $after, orderBy: {field: UPDATED_AT, direction: ASC}) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        id fullDatabaseId number state isDraft title createdAt updatedAt closedAt mergedAt additions
        author { login __typename }
        labels(first: 10) { nodes { name } }
        reviews(first: 10) { nodes { state submittedAt author { login } } }
        timelineItems(first: 10, itemTypes: [CLOSED_EVENT, REOPENED_EVENT]) {
          nodes { ... on ClosedEvent { createdAt } ... on ReopenedEvent { createdAt } }
        }
      }
    }
  }
}`

test('a connection is read whole by its cursors, and its count is the truth', async () => {
  await using simulator = await seeded()
  const numbers: number[] = []
  let after: unknown = null
  do {
    const { body } = await query(simulator, pullRequests, { after })
    const page = field(body, 'data', 'repository', 'pullRequests')
    const nodes = field(page, 'nodes')
    if (Array.isArray(nodes)) numbers.push(...nodes.map((node) => Number(field(node, 'number'))))
    after = field(page, 'pageInfo', 'hasNextPage') === true ? field(page, 'pageInfo', 'endCursor') : null
  } while (after !== null)
  const pulls = [...(simulator.world.find('acme/service-000')?.repository.pulls.keys() ?? [])]
  expect([...numbers].sort((a, b) => a - b)).toEqual(pulls.sort((a, b) => a - b))
})

test('points are what GitHub documents: 5,101 requests are 51', async () => {
  await using simulator = await seeded()
  const { body, headers } = await query(
    simulator,
    `query { rateLimit { cost nodeCount } viewer { login repositories(first: 100) { edges { node { id
      issues(first: 50) { edges { node { id labels(first: 60) { edges { node { id name } } } } } } } } } } }`,
  )
  expect(field(body, 'data', 'rateLimit')).toEqual({ cost: 51, nodeCount: 305_100 })
  expect(headers.get('x-ratelimit-used')).toBe('51')
  expect(headers.get('x-ratelimit-resource')).toBe('graphql')
})

test.for([
  { text: '{ viewer { nickname } }', says: 'Cannot query field "nickname"' },
  { text: '{ viewer { repositories { nodes { id } } } }', says: 'You must provide a `first` or `last`' },
  {
    text: '{ viewer { repositories(first: 101) { nodes { id } } } }',
    says: 'exceeds the `first` limit of 100',
  },
  { text: '{ repository(owner: "acme", name: "gone") { id } }', says: 'Could not resolve to a Repository' },
])('$text is refused as GitHub refuses it', async ({ text, says }) => {
  await using simulator = await seeded()
  const { status, body } = await query(simulator, text)
  expect(status).toBe(200)
  expect(JSON.stringify(isObject(body) ? body.errors : null)).toContain(says.replaceAll('"', '\\"'))
})

test('a query that GitHub would answer and the simulator cannot is no silent null', async () => {
  const simulator = await seeded()
  const { status } = await query(simulator, '{ viewer { followers(first: 1) { totalCount } } }')
  expect(status).toBe(501)
  await expect(simulator[Symbol.asyncDispose]()).rejects.toThrow('User.followers')
})

test('things are found by the ids that REST shows too, and lists of a repository are there', async () => {
  await using simulator = await seeded()
  const rest = await ask(simulator, simulator.token, '/repos/acme/service-001/pulls?state=all&per_page=1')
  const [pull] = Array.isArray(rest.body) ? rest.body : []
  const { body } = await query(
    simulator,
    `query($ids: [ID!]!) { nodes(ids: $ids) { ... on PullRequest { number repository { nameWithOwner } } }
      organization(login: "acme") { repositories(first: 10) { totalCount nodes {
        issues(first: 1, states: [OPEN]) { totalCount }
        languages(first: 5) { totalSize edges { size node { name } } }
        releases(first: 1) { totalCount } deployments(first: 1) { nodes { statuses(first: 1) { nodes { state } } } }
        defaultBranchRef { name target { ... on Commit { history(first: 5) { totalCount nodes { oid committedDate
          checkSuites(first: 5) { nodes { conclusion } } } } } } } } } } }`,
    { ids: [String(field(pull, 'node_id')), 'PR_gone'] },
  )
  expect(field(body, 'data', 'nodes')).toEqual([
    { number: field(pull, 'number'), repository: { nameWithOwner: 'acme/service-001' } },
    null,
  ])
  expect(field(body, 'data', 'organization', 'repositories', 'totalCount')).toBe(3)
  expect(JSON.stringify(body)).toContain('"history":{"totalCount":30')
})
