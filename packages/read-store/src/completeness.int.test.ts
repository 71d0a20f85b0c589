import { expect, test } from 'vitest'
import type { Store } from './client.ts'
import { publishViews } from './generation-registry.ts'
import { openGeneration } from './generation-store.ts'
import { completenessOfRepositories } from './queries/completeness.ts'
import { readModelOf } from './read-models.ts'
import { openMigratedStore } from './store.fixture.ts'

const GENERATION = 'g1'
const at = new Date('2026-01-05T10:00:00Z')

/** A read model with these rows. */
async function fill(store: Store, projection: string, rows: Readonly<Record<string, readonly object[]>>) {
  const model = readModelOf(projection)
  const tables = openGeneration(store, model, GENERATION, { timezone: 'UTC' })
  await tables.create()
  await tables.insert(
    Object.fromEntries(Object.entries(rows).map(([table, all]) => [table, all.map((row) => ({ ...row }))])),
  )
  await publishViews(store, model, GENERATION)
}

const version = { observed_at: at, rank: 1, guid: '' }

function pull(number: number, state: string, observed_at = at) {
  const core = {
    ...{
      ...version,
      observed_at,
      state,
      title: '',
      author: null,
      author_type: '',
      created_at: at,
      closed_at: null,
    },
    ...{ merged_at: null, labels: [], head_ref: '', head_sha: '', base_ref: '' },
  }
  const counts = { additions: null, deletions: null, changed_files: null, commits: null }
  const detail = { ...version, draft: null, mergeable: null, merged_by: null, ...counts }
  return { repository_id: 7, number, core, detail }
}

function issue(number: number, mark: number, gone = 0) {
  const about = { title: '', author: null, author_type: '', milestone: null, state_reason: null }
  return {
    ...{ opened_at: at, repository_id: 7, number, mark, assignment: 0, closed_at: null, gone },
    ...{ transferred_to: null, first_response_at: null },
    ...{ labels: { mark, labels: [], assignees: [] }, about: { mark, ...about, comments: null } },
  }
}

const total = (repository_id: number, kind: string, count: number, taken_at = at) => ({
  ...{ repository_id, kind, told: { taken_at, count } },
})

test("GitHub's newest count stands beside what is held, by repository and kind", async () => {
  await using stack = new AsyncDisposableStack()
  const store = await openMigratedStore(stack)
  const later = new Date('2026-01-05T11:00:00Z')
  await fill(store, 'repositories', {
    repository_totals: [
      ...[total(7, 'issues_open', 9), total(7, 'issues_open', 2, later), total(7, 'issues_closed', 1)],
      ...[total(7, 'pull_requests_merged', 2), total(7, 'releases', 0), total(8, 'deployments', 4)],
      ...[total(7, 'pull_requests_open', 2), total(7, 'pull_requests_closed', 2)],
    ],
  })
  const states = {
    pull_requests: [pull(1, 'open'), pull(2, 'open'), pull(3, 'merged'), pull(4, 'closed', later)],
  }
  await fill(store, 'pull-requests', states)
  // One was closed later, one is told late that it was open: rows that nothing has merged yet.
  await fill(store, 'pull-requests', { pull_requests: [pull(2, 'closed', later), pull(4, 'open')] })
  // The second was seen open, then closed; the fourth was deleted.
  await fill(store, 'issues', {
    issues: [issue(1, 8), issue(2, 8), issue(2, 17), issue(3, 8), issue(4, 8, 2)],
  })
  await fill(store, 'deployments', {})
  const ask = (repositories: readonly number[] | null) =>
    store.query(completenessOfRepositories, { repositories, generation: GENERATION })
  const row = (repository_id: number, kind: string, github: number, held: number, counted = at) => ({
    ...{ repository_id, kind, counted_at: counted.toISOString(), github, held },
  })
  expect(await ask(null)).toEqual([
    row(7, 'issues_closed', 1, 1),
    row(7, 'issues_open', 2, 2, later),
    row(7, 'pull_requests_closed', 2, 2),
    row(7, 'pull_requests_merged', 2, 1),
    row(7, 'pull_requests_open', 2, 1),
    row(7, 'releases', 0, 0),
    row(8, 'deployments', 4, 0),
  ])
  expect(await ask([8])).toEqual([row(8, 'deployments', 4, 0)])
})
