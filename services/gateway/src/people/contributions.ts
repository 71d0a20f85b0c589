import type { AccountKind } from '@octometer/gateway-api'
import { type ContributorRow, contributingAccounts, contributorCounts } from '@octometer/read-store'
import type { Principal } from '@octometer/service-kit'
import { addDays, dateOf } from '../calendar.ts'
import type { GatewayContext } from '../context.ts'
import type { Behind } from '../proof/behind.ts'
import { readRange, type TimeRange } from '../range.ts'
import { resolveScope } from '../repository-scope.ts'
import type { Sorting } from '../sorting.ts'
import { accountKind } from './account-kind.ts'
import { peopleLeftOut } from './left-out.ts'

interface Wanted {
  readonly repository?: readonly string[] | undefined
  readonly user?: readonly string[] | undefined
  readonly exclude_user?: readonly string[] | undefined
  readonly exclude_maintainers: 'true' | 'false'
  readonly kind?: readonly AccountKind[] | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

export type Contributor = ContributorRow & { readonly kind: AccountKind }

interface Grouping {
  readonly repository: boolean
  readonly day: boolean
}

/** A page of them; without a limit all. */
interface Page {
  readonly sorting: Sorting<readonly (string | number)[]>
  readonly limit: number | null
}

/** Of which the load of reviews and the workload of a team are made. */
const REVIEWING = ['pull_opened', 'review', 'approval'] as const

interface Sought {
  readonly by: Grouping
  readonly page: Page
  readonly kinds?: typeof REVIEWING | null
}

const ALL: Page = { sorting: { column: 'contributions', descending: true, after: null }, limit: null }
const TOGETHER = { repository: false, day: false }

/** Everybody who fits, the most contributions first: some thousands at most. */
function allContributors(
  gateway: GatewayContext,
  principal: Principal,
  wanted: Wanted,
): Promise<readonly Contributor[]> {
  return findContributors(gateway, principal, wanted, { by: TOGETHER, page: ALL })
}

/** Everybody who fits, with their reviews, approvals and opened pull requests alone. */
export async function allReviewers(
  gateway: GatewayContext,
  principal: Principal,
  { kind, ...wanted }: Wanted,
): Promise<readonly Contributor[]> {
  // Each row tells its account: to be asked for before, as a page has to, accounts would be a statement of their own.
  const found = await findContributors(gateway, principal, wanted, {
    by: TOGETHER,
    page: ALL,
    kinds: REVIEWING,
  })
  return found.filter((each) => kind === undefined || kind.includes(each.kind))
}

/** By day or repository there are as many groups as days or repositories for each of them: ClickHouse sorts and cuts those. */
export async function findContributors(
  gateway: GatewayContext,
  principal: Principal,
  wanted: Wanted,
  { by, page, kinds = null }: Sought,
): Promise<readonly Contributor[]> {
  const { ids: repositories } = await resolveScope(gateway, principal, wanted.repository)
  const rows = await gateway.store.query(contributorCounts, {
    ...daysOf(readRange(wanted), gateway.timezone),
    repositories,
    logins: await loginsOf(gateway, repositories, wanted),
    without: await peopleLeftOut(gateway, wanted, repositories),
    kinds,
    by_repository: by.repository,
    by_day: by.day,
    ...page,
  })
  return rows.map((row) => ({ ...row, kind: kindOf(gateway, row) }))
}

/** Whose contributions are asked for; null: anybody's. */
async function loginsOf(
  gateway: GatewayContext,
  repositories: readonly number[] | null,
  { user, kind }: Wanted,
): Promise<readonly string[] | null> {
  const only = user === undefined ? null : lowerCase(user)
  if (kind === undefined) return only
  const accounts = await gateway.store.query(contributingAccounts, { repositories })
  const fitting = accounts.filter((account) => kind.includes(kindOf(gateway, account)))
  const logins = fitting.map(({ login_key }) => login_key)
  return only === null ? logins : logins.filter((login) => only.includes(login))
}

function kindOf(
  { answers }: GatewayContext,
  { login, account_type }: Pick<ContributorRow, 'login' | 'account_type'>,
): AccountKind {
  return accountKind(login, account_type, answers.bots)
}

function lowerCase(logins: readonly string[]): readonly string[] {
  return [...new Set(logins.map((login) => login.toLowerCase()))]
}

/** What these contributors did, of some kinds or all, as evidence is asked for it. */
export async function contributionsBehind(
  gateway: GatewayContext,
  principal: Principal,
  wanted: Wanted,
  kinds: readonly string[] | null = null,
): Promise<Behind> {
  const range = readRange(wanted)
  const { ids } = await resolveScope(gateway, principal, wanted.repository)
  const found = await allContributors(gateway, principal, wanted)
  const logins = found.map(({ login_key }) => login_key)
  const { timezone } = gateway
  const days = { ...daysOf(range, timezone), timezone }
  const of = { kind: 'contributions', days, kinds, logins, without: [] } as const
  return { deliveries: [{ ...range, repositories: ids, of }] }
}

function daysOf({ since, until }: TimeRange, timezone: string) {
  const day = (time: Date) => dateOf(time, timezone)
  return {
    from: since && day(since),
    to: until && addDays(day(new Date(until.getTime() - 1)), 1),
  }
}
