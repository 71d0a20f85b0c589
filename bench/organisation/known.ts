import type { Random } from '../query/questions.ts'
import type { Organisation } from './expressions.ts'

/** An issue or a pull request. */
export interface Numbered {
  readonly repository: string
  readonly number: number
}

/** What there is to ask about. */
export interface Known {
  readonly organisation: Organisation
  readonly guids: readonly string[]
  readonly pullRequests: readonly Numbered[]
  readonly issues: readonly Numbered[]
}

export type Values = (random: Random, known: Known) => Readonly<Record<string, string>>

/**
 * What is asked of a route beyond what every route is asked: no filter, one repository, and a week, 90 days and a year, a
 * large and a deep page where it takes them.
 */
export interface RouteCase {
  readonly path?: Values
  /** Parameters that are always given. */
  readonly always?: Values
  /** The longest window in days that it takes; a year unless given. */
  readonly longest?: number
  readonly more?: Readonly<Record<string, Values>>
  /** Why it is not asked. */
  readonly leftOut?: string
}

export function someGuid(random: Random, { guids }: Known): string {
  return guids[random.int(guids.length)] ?? ''
}

export function pullRequestOf(random: Random, { pullRequests }: Known) {
  return oneOf(random, pullRequests)
}

export function issueOf(random: Random, { issues }: Known) {
  return oneOf(random, issues)
}

function oneOf(random: Random, things: readonly Numbered[]): { owner: string; repo: string; number: string } {
  const { repository, number } = things[random.int(things.length)] ?? { repository: 'acme/none', number: 0 }
  const [owner = '', repo = ''] = repository.split('/')
  return { owner, repo, number: `${number}` }
}
