import type { ActorNode } from '../graph/item-questions.ts'

export interface Account {
  readonly login: string
  readonly id: number
  readonly type: string
}

/** An account as REST tells it. */
export interface ListedAccount {
  readonly login: string
  readonly id: number | bigint
  readonly type?: string | undefined
}

/** What GitHub shows in place of an account that was deleted. */
const ghost: Account = { login: 'ghost', id: 10_137, type: 'User' }

/** Null where GitHub tells no number of the account. */
export function accountOf(actor: ActorNode | null | undefined): Account | null {
  if (actor === null || actor === undefined) return ghost
  const { __typename: type, login, databaseId } = actor
  if (databaseId === null || databaseId === undefined) return null
  // REST writes a bot's login with a suffix that GraphQL leaves away.
  return { login: type === 'Bot' ? `${login}[bot]` : login, id: databaseId, type }
}

export function listedAccount(account: ListedAccount | null): Account | null {
  return account && { login: account.login, id: Number(account.id), type: account.type ?? 'User' }
}
