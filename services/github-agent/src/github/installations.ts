import { RequestError } from '@octokit/request-error'
import type { ReadOptions } from '@octometer/github-client'
import type { Clients } from './clients.ts'

export interface RepositoryPlace {
  readonly owner: string
  readonly repo: string
}

interface InstallationOn {
  readonly id: number
  readonly isSuspended: boolean
}

/** The App's installation on a repository; null: there is none, or no App. Throws RequestError. */
export async function installationOn(
  { app }: Pick<Clients, 'app'>,
  { owner, repo }: RepositoryPlace,
  options: ReadOptions,
): Promise<InstallationOn | null> {
  if (app === null) return null
  try {
    const route = 'GET /repos/{owner}/{repo}/installation'
    const { data } = await app.client.request(route, { owner, repo }, options)
    return { id: data.id, isSuspended: data.suspended_at !== null }
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return null
    throw error
  }
}

/** An enterprise has no login. */
export function accountName(
  account: { readonly login: string } | { readonly slug: string } | null,
): string | null {
  if (account === null) return null
  return 'login' in account ? account.login : account.slug
}
