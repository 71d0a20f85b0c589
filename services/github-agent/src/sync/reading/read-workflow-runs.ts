import { RequestError } from '@octokit/request-error'
import { listedRunObject } from '../objects/listed-checks.ts'
import { CHECKS_MS, CHECKS_OVERLAP_MS } from './checked-since.ts'
import { wasPushed } from './repository-itself.ts'
import type { IdentifiedReading } from './repository-reading.ts'

/**
 * The newest attempt of each workflow run, a hundred in a request: REST tells its attempt, GraphQL does not. They name commits, too, that
 * no branch nor pull request shows any more, and those are asked for their checks.
 */
export async function readWorkflowRuns(reading: IdentifiedReading): Promise<void> {
  const { of, overview } = await reading.identity
  const mayHave = overview.workflows !== null && wasPushed(reading, overview)
  if (!mayHave && !reading.checks.sawActions) return
  const { client, repository, since, signal, now } = reading
  const { owner, name: repo } = repository
  const oldest = since === null ? now().getTime() - CHECKS_MS : since.getTime() - CHECKS_OVERLAP_MS
  const route = 'GET /repos/{owner}/{repo}/actions/runs'
  try {
    for await (const { items } of client.paginate(route, { owner, repo }, { kind: 'none', signal })) {
      const askedAt = now()
      const due = items.filter(({ created_at }) => Date.parse(created_at) >= oldest)
      const changed = due.filter(
        ({ updated_at }) => since === null || Date.parse(updated_at) >= since.getTime(),
      )
      for (const run of changed) {
        const seen = { type: 'workflow_run', ...of, workflow_run: listedRunObject(run), jobs: null } as const
        await reading.sink.append(seen, `${of.repository_id}:${run.id}`, askedAt)
        reading.count('workflow_runs', 1)
      }
      const heads = changed.map(({ head_sha: sha, head_branch: branch }) => ({ sha, branch, isHead: false }))
      await reading.checks.of(heads.filter(({ sha }) => !reading.checks.has(sha)))
      if (due.length < items.length) return
    }
  } catch (error) {
    // Who may not read Actions reads the rest, and is told.
    if (!(error instanceof RequestError) || ![403, 404].includes(error.status)) throw error
    reading.failed('workflow_runs', error)
  }
}
