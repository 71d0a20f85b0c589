import type {
  labelCreateRequest,
  labelDeleteRequest,
  labelSchema,
  labelUpdateRequest,
} from '@octometer/event-contracts'
import type { GitHubClient } from '@octometer/github-client'
import type { z } from 'zod'

type Label = z.input<typeof labelSchema>

/** What is not given GitHub leaves as it is, or makes as it likes. */
interface LabelValues {
  readonly color?: string | undefined
  readonly description?: string | null | undefined
}

export async function createLabel(
  client: GitHubClient,
  { owner, repo, name, ...values }: z.output<(typeof labelCreateRequest)['request']>,
  signal: AbortSignal,
): Promise<Label> {
  const route = 'POST /repos/{owner}/{repo}/labels'
  const { data } = await client.request(route, { owner, repo, name, ...given(values) }, { signal })
  return labelOf(data)
}

export async function updateLabel(
  client: GitHubClient,
  { owner, repo, name, new_name, ...values }: z.output<(typeof labelUpdateRequest)['request']>,
  signal: AbortSignal,
): Promise<Label> {
  const route = 'PATCH /repos/{owner}/{repo}/labels/{name}'
  const renamed = new_name === undefined ? {} : { new_name }
  const changes = { owner, repo, name, ...renamed, ...given(values) }
  const { data } = await client.request(route, changes, { signal })
  return labelOf(data)
}

export async function deleteLabel(
  client: GitHubClient,
  { owner, repo, name }: z.output<(typeof labelDeleteRequest)['request']>,
  signal: AbortSignal,
): Promise<Record<never, never>> {
  await client.request('DELETE /repos/{owner}/{repo}/labels/{name}', { owner, repo, name }, { signal })
  return {}
}

/** GitHub takes an empty description for none. */
function given({ color, description }: LabelValues): { color?: string; description?: string } {
  return {
    ...(color !== undefined && { color }),
    ...(description !== undefined && { description: description ?? '' }),
  }
}

function labelOf({ name, color, description }: Label): Label {
  return { name, color, description: description || null }
}
