import type { repositorySettingsRequest, repositorySettingsSchema } from '@octometer/event-contracts'
import type { GitHubClient } from '@octometer/github-client'
import type { z } from 'zod'

type Settings = z.output<typeof repositorySettingsSchema>

/**
 * Changes what is given in one call, and Pages, which has routes of its own, in another. Answers what holds then.
 * When the second is refused, the first is done: the refusal says what of.
 */
export async function changeSettings(
  client: GitHubClient,
  { owner, repo, settings }: z.output<(typeof repositorySettingsRequest)['request']>,
  signal: AbortSignal,
): Promise<Settings> {
  const { has_pages, description, homepage, ...others } = settings
  const texts = {
    ...(description !== undefined && { description: description ?? '' }),
    ...(homepage !== undefined && { homepage: homepage ?? '' }),
  }
  const fields = { ...texts, ...withoutUndefined(others) }
  const place = { owner, repo }
  const { data } =
    Object.keys(fields).length === 0
      ? await client.request('GET /repos/{owner}/{repo}', place, { kind: 'none', signal })
      : await client.request('PATCH /repos/{owner}/{repo}', { ...place, ...fields }, { signal })
  if (has_pages !== undefined && has_pages !== data.has_pages) {
    const source = { branch: data.default_branch, path: '/' } as const
    await (has_pages
      ? client.request('POST /repos/{owner}/{repo}/pages', { ...place, source }, { signal })
      : client.request('DELETE /repos/{owner}/{repo}/pages', place, { signal }))
  }
  return {
    description: data.description || null,
    homepage: data.homepage || null,
    has_issues: data.has_issues,
    has_wiki: data.has_wiki,
    has_pages: has_pages ?? data.has_pages,
    default_branch: data.default_branch,
  }
}

type Others = Pick<Settings, 'has_issues' | 'has_wiki' | 'default_branch'>

function withoutUndefined({
  has_issues,
  has_wiki,
  default_branch,
}: { readonly [K in keyof Others]?: Others[K] | undefined }): Partial<Others> {
  return {
    ...(has_issues !== undefined && { has_issues }),
    ...(has_wiki !== undefined && { has_wiki }),
    ...(default_branch !== undefined && { default_branch }),
  }
}
