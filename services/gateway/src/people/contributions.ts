import type { AccountKind } from '@octometer/gateway-api'
import { type ContributorRow, contributorCounts } from '@octometer/read-store'
import type { Principal } from '@octometer/service-kit'
import { addDays, dateOf } from '../calendar.ts'
import type { GatewayContext } from '../context.ts'
import type { Behind } from '../proof/behind.ts'
import { readRange, type TimeRange } from '../range.ts'
import { resolveScope } from '../repository-scope.ts'
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

/** Everybody who fits, the most contributions first. There are some thousands at most, so they are chosen here. */
export async function findContributors(
  gateway: GatewayContext,
  principal: Principal,
  wanted: Wanted,
  by: { readonly repository: boolean; readonly day: boolean },
): Promise<readonly Contributor[]> {
  const scope = await resolveScope(gateway, principal, wanted.repository)
  const rows = await gateway.store.query(contributorCounts, {
    ...daysOf(readRange(wanted), gateway.timezone),
    repositories: scope.ids,
    by_repository: by.repository,
    by_day: by.day,
  })
  const only = wanted.user && lowerCase(wanted.user)
  const without = new Set(await peopleLeftOut(gateway, wanted, scope.ids))
  return rows
    .filter(({ login_key }) => (only?.has(login_key) ?? true) && !without.has(login_key))
    .map((row) => ({ ...row, kind: accountKind(row.login, row.account_type, gateway.answers.bots) }))
    .filter(({ kind }) => wanted.kind?.includes(kind) ?? true)
}

function lowerCase(logins: readonly string[]): ReadonlySet<string> {
  return new Set(logins.map((login) => login.toLowerCase()))
}

/** What these contributors did, as evidence is asked for it. */
export async function contributionsBehind(
  gateway: GatewayContext,
  principal: Principal,
  wanted: Wanted,
): Promise<Behind> {
  const range = readRange(wanted)
  const { ids } = await resolveScope(gateway, principal, wanted.repository)
  const found = await findContributors(gateway, principal, wanted, { repository: false, day: false })
  const logins = found.map(({ login_key }) => login_key)
  const { timezone } = gateway
  const days = { ...daysOf(range, timezone), timezone }
  const of = { kind: 'contributions', days, kinds: null, logins } as const
  return { deliveries: [{ ...range, repositories: ids, of }] }
}

function daysOf({ since, until }: TimeRange, timezone: string) {
  const day = (time: Date) => dateOf(time, timezone)
  return {
    from: since && day(since),
    to: until && addDays(day(new Date(until.getTime() - 1)), 1),
  }
}
