import type { AccountKind } from '@octometer/gateway-api'
import { contributingAccounts, type ReviewQuestion } from '@octometer/read-store'
import type { Principal } from '@octometer/service-kit'
import { addDays, dateOf, startOfDay } from '../calendar.ts'
import type { GatewayContext } from '../context.ts'
import { readRange, type TimeRange } from '../range.ts'
import { resolveScope } from '../repository-scope.ts'
import { accountKind } from './account-kind.ts'
import { peopleLeftOut } from './left-out.ts'

interface Query {
  readonly repository?: readonly string[] | undefined
  readonly exclude_user?: readonly string[] | undefined
  readonly exclude_maintainers: 'true' | 'false'
  readonly kind?: readonly AccountKind[] | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

interface Account {
  readonly login: string
  readonly kind: AccountKind
}

interface ReviewsAsked {
  /** Reviews of the kinds of people that are wanted, by whole days; people’s unless others are. */
  readonly question: ReviewQuestion
  /** Who it is, by a login in any case. */
  readonly accountOf: (login: string) => Account
}

/** What a route about reviews is asked. Throws a 400 for a range that ends before it begins. */
export async function reviewsAsked(
  gateway: GatewayContext,
  principal: Principal,
  query: Query,
): Promise<ReviewsAsked> {
  const range = wholeDays(readRange(query), gateway.timezone)
  const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
  const { bots } = gateway.answers
  const [rows, without] = await Promise.all([
    gateway.store.query(contributingAccounts, { repositories }),
    peopleLeftOut(gateway, query, repositories),
  ])
  const accounts = new Map<string, Account>(
    rows.map(({ login_key, login, account_type }) => [
      login_key,
      { login, kind: accountKind(login, account_type, bots) },
    ]),
  )
  const kinds = query.kind ?? ['person']
  const reviewers = [...accounts].flatMap(([key, { kind }]) => (kinds.includes(kind) ? [key] : []))
  return {
    question: { ...range, repositories, reviewers, around: null, without },
    // An author who never contributed what is counted is known by the name alone.
    accountOf: (login) => accounts.get(login.toLowerCase()) ?? { login, kind: accountKind(login, '', bots) },
  }
}

/** From the beginning of the day that holds the first moment to the end of that of the last. */
function wholeDays({ since, until }: TimeRange, timezone: string): TimeRange {
  const dayOf = (time: Date) => dateOf(time, timezone)
  return {
    since: since && startOfDay(dayOf(since), timezone),
    until: until && startOfDay(addDays(dayOf(new Date(until.getTime() - 1)), 1), timezone),
  }
}

export function lowerCase(logins: readonly string[] | undefined): readonly string[] | null {
  return logins === undefined ? null : [...new Set(logins.map((login) => login.toLowerCase()))]
}
