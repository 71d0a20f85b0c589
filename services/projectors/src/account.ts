import type { GithubUser } from '@octometer/event-contracts'

type Account = NonNullable<GithubUser>

/** By GitHub's type, or by its name. */
export function isBot({ login, type }: Account): boolean {
  return type === 'Bot' || login.endsWith('[bot]')
}

/** Whether a person did it who is not the author. */
export function isByAnother(
  by: GithubUser | undefined,
  author: { readonly login: string } | null | undefined,
): boolean {
  if (by === null || by === undefined || by.type !== 'User' || isBot(by)) return false
  return by.login.toLowerCase() !== author?.login.toLowerCase()
}
