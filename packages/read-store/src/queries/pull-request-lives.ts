import { z } from 'zod'
import {
  allOf,
  anyOfTexts,
  type Condition,
  generation,
  inRepositories,
  noneOfAnyCase,
  noneOfTexts,
  oneOf,
  oneOfAnyCase,
  repositoryIds,
  second,
  tableOf,
  toSecond,
  where,
} from './conditions.ts'
import { groupPage } from './group-pages.ts'
import { DELIVERY_DAYS, deploymentOfMerge, releasesOfDefault } from './pull-request-deliveries.ts'
import {
  MOMENTS,
  needsStart,
  type PhaseDefinition,
  phaseDefinitions,
  phasesOf,
} from './pull-request-phases.ts'

const definitions = Object.keys(phaseDefinitions).filter((name): name is PhaseDefinition =>
  Object.hasOwn(phaseDefinitions, name),
)

const period = z.object({ since: z.date(), until: z.date() })

export const pullRequestDimensions = ['repository', 'author', 'team', 'week'] as const

export const pullRequestQuestion = z.object({
  generation,
  definition: z.enum(definitions),
  period,
  compared: period.nullable(),
  group_by: z.array(z.enum(pullRequestDimensions)).readonly(),
  repositories: repositoryIds,
  authors: anyOfTexts,
  /** Authors that are left out, in lower case. */
  without: noneOfTexts,
  /** Null: any. */
  kinds: z
    .array(z.enum(['person', 'bot', 'ai_agent']))
    .readonly()
    .nullable(),
  /** Logins in lower case: coding agents without `[bot]`, and accounts that are bots by configuration. */
  agents: z.array(z.string()).readonly(),
  bots: z.array(z.string()).readonly(),
  /** Members of teams: `<repository id> <login in lower case>` and, at the same place, the team's name. */
  members: z.object({ keys: z.array(z.string()).readonly(), teams: z.array(z.string()).readonly() }),
  /** Of these members alone; null: of anybody. */
  of_members: anyOfTexts,
  /** IANA name: weeks are its calendar's. */
  timezone: z.string(),
  ...groupPage,
})

export type PullRequestQuestion = z.output<typeof pullRequestQuestion>

/** Unknown, then XS, S, M, L, XL, XXL. */
export const SIZES = 7

/** What is counted nowhere. */
const NOWHERE = 255

/**
 * The pull requests that were opened or ended in one of the periods: of each period the place at which it is counted as opened
 * and as ended, and the seconds of its phases where they are measured. By week, each of the two is a row.
 */
export function countedPulls(question: PullRequestQuestion): Condition {
  const { definition, group_by, compared } = question
  const { anchor, phases } = phasesOf(definition)
  const placed = placedPulls(question)
  const names = ['current', ...(compared === null ? [] : ['compared'])]
  const isMeasured = (name: string) =>
    `${anchor === 'opened' ? `in_opened_${name}` : `in_ended_${name}`} AND is_wanted${anchor === 'merged' ? ' AND is_merged' : ''}`
  const columns = names.flatMap((name) => [
    `if(in_opened_${name}, size + if(is_wanted, 0, ${SIZES}), ${NOWHERE}) AS opened_${name}`,
    `if(in_ended_${name}, size + if(is_merged, 0, ${SIZES}) + if(is_wanted, 0, ${2 * SIZES}), ${NOWHERE}) AS ended_${name}`,
    `(${isMeasured(name)}) AS measured_${name}`,
    ...Object.keys(phases).map((phase) => `if(measured_${name}, phase_${phase}, NULL) AS ${phase}_${name}`),
  ])
  const dimensions = ['its_repository', 'its_number', 'author_name', 'author_key', 'its_team', 'its_week']
  return {
    sql: `SELECT ${[...dimensions, ...columns].join(', ')} FROM (${placed.sql})`,
    values: {
      ...placed.values,
      ...(group_by.includes('week') && { timezone: question.timezone }),
      ...(hasTeams(question) && { member_keys: question.members.keys, member_teams: question.members.teams }),
    },
  }
}

const WEEK = "toNullable(toString(toMonday(toDate(toDateTime(event.2, 'UTC'), {timezone:String}))))"

function placedPulls(question: PullRequestQuestion): Condition {
  const { definition, group_by, period, compared, kinds } = question
  const byWeek = group_by.includes('week')
  const lives = livesOf(question)
  const [opened, ended] = byWeek
    ? ['if(event.1 = 0, event.2, 0)', 'if(event.1 = 1, event.2, 0)']
    : ['opened_second', 'ended_second']
  const periods = { current: period, ...(compared && { compared }) }
  const within = (time: string, name: string) =>
    `(${time} >= {${name}_since:UInt32} AND ${time} < {${name}_until:UInt32})`
  const flags = Object.keys(periods).flatMap((name) => [
    `${within(opened, name)} AS in_opened_${name}`,
    `${within(ended, name)} AS in_ended_${name}`,
  ])
  const phases = Object.entries(phasesOf(definition).phases).map(([name, sql]) => `${sql} AS phase_${name}`)
  const bounds = Object.entries(periods).flatMap(([name, { since, until }]) => [
    [`${name}_since`, toSecond(since)],
    [`${name}_until`, toSecond(until)],
  ])
  return {
    sql: `
      SELECT repository_id AS its_repository, number AS its_number, author AS author_name, lowerUTF8(author) AS author_key,
        ${teamOf(question)} AS its_team, ${byWeek ? WEEK : 'NULL'} AS its_week, isNotNull(merged_at) AS is_merged,
        toUInt8(bitAnd(size_mark, 7)) AS size,
        ${kinds === null ? '1' : `${KIND} IN {kinds:Array(String)}`} AS is_wanted, ${[...flags, ...phases].join(', ')}
      FROM (${lives.sql})
      ${byWeek ? 'ARRAY JOIN [(0, opened_second), (1, ended_second)] AS event' : ''}`,
    values: {
      ...lives.values,
      ...(kinds && { kinds, agents: question.agents, bots: question.bots }),
      ...Object.fromEntries(bounds),
    },
  }
}

const BARE = "if(endsWith(author_key, '[bot]'), substring(author_key, 1, length(author_key) - 5), author_key)"
const KIND = `multiIf(${BARE} IN {agents:Array(String)}, 'ai_agent', author_bot = 1 OR author_key IN {bots:Array(String)}, 'bot', 'person')`

const MEMBER = "concat(toString(repository_id), ' ', lowerUTF8(author))"

function hasTeams({ group_by, members }: PullRequestQuestion): boolean {
  return group_by.includes('team') && members.keys.length > 0
}

function teamOf(question: PullRequestQuestion): string {
  if (!hasTeams(question)) return 'NULL'
  return `nullIf(transform(${MEMBER}, {member_keys:Array(String)}, {member_teams:Array(String)}, ''), '')`
}

const LAST_SECOND = 0xffff_ffff
const DAY = 86_400

/** By the commit of the merge, and by its time. */
const DELIVERY_JOINS = {
  deployments: (inScope: Condition | null) =>
    `ANY LEFT JOIN (${deploymentOfMerge(inScope)}) AS delivered
      ON pulls.repository_id = delivered.delivered_in AND pulls.merge_commit = delivered.delivered_commit`,
  releases: (inScope: Condition | null) =>
    `ASOF LEFT JOIN (${releasesOfDefault(inScope)}) AS delivered
      ON pulls.repository_id = delivered.released_in AND pulls.merge_time <= delivered.its_delivery`,
} as const

// Joined tables have names of their own for their keys: ClickHouse finds those of the pull requests in none of them.
function startsOf(of: string, inScope: Condition | null): string {
  return `SELECT repository_id AS started_in, number AS started_number, start_mark
    FROM ${tableOf('pull_request_starts', of)} ${where([inScope]).sql}`
}

type Scope = Pick<PullRequestQuestion, 'repositories' | 'authors' | 'without' | 'of_members'>

function scopeOf({ repositories, authors, without, of_members }: Scope): Condition | null {
  return allOf([
    inRepositories(repositories),
    oneOfAnyCase('author', 'authors', authors),
    noneOfAnyCase('author', without),
    oneOf(MEMBER, 'of_members', of_members),
  ])
}

/** Those in the scope whose authors are of the kinds asked for; `author_key` is the login in lower case. */
export function wantedPulls(
  question: Scope & Pick<PullRequestQuestion, 'kinds' | 'agents' | 'bots'>,
): Condition | null {
  const { kinds, agents, bots } = question
  const isWanted = kinds && { sql: `${KIND} IN {kinds:Array(String)}`, values: { kinds, agents, bots } }
  return allOf([scopeOf(question), isWanted])
}

/** Lives of the periods, with the first commit and the delivery where the definition asks for them. */
function livesOf(question: PullRequestQuestion): Condition {
  const { definition, generation: of } = question
  const inScope = inRepositories(question.repositories)
  const scope = scopeOf(question)
  const periods = [question.period, ...(question.compared === null ? [] : [question.compared])]
  const from = Math.min(...periods.map(({ since }) => toSecond(since)))
  const to = Math.max(...periods.map(({ until }) => toSecond(until)))
  const { deliveries } = phasesOf(definition)
  const started = needsStart(definition)
  return {
    sql: `
      SELECT pulls.*${started ? ", nullIf(toDateTime(toUInt32(bitAnd(start_mark, 4294967295)), 'UTC'), toDateTime(0, 'UTC')) AS started_at" : ''}
        ${deliveries === null ? '' : ", nullIf(its_delivery, toDateTime(0, 'UTC')) AS delivered_at"}
      FROM (
        SELECT *, toUInt32(created_at) AS opened_second, if(bitAnd(mark, 1) = 1, ifNull(merged_at, closed_at), NULL) AS ended_at,
          toUInt32(ifNull(ended_at, toDateTime(0, 'UTC'))) AS ended_second,
          if(into_default = 1 AND isNotNull(merged_at), assumeNotNull(merged_at), toDateTime(4294967295, 'UTC')) AS merge_time,
          ${MOMENTS}
        FROM ${tableOf('pull_request_lives', of)} FINAL
        WHERE created_at < ${second('to')} AND (created_at >= ${second('from')} OR ended_second >= {from:UInt32})
          ${scope === null ? '' : `AND ${scope.sql}`}) AS pulls
      ${
        started
          ? `ANY LEFT JOIN (${startsOf(of, inScope)}) AS starts
        ON pulls.repository_id = starts.started_in AND pulls.number = starts.started_number`
          : ''
      }
      ${deliveries === null ? '' : DELIVERY_JOINS[deliveries](inScope)}`,
    values: {
      ...scope?.values,
      from,
      to,
      ...(deliveries && { delivered_to: Math.min(LAST_SECOND, to + DELIVERY_DAYS * DAY) }),
    },
  }
}

/**
 * SELECT of what was merged in the period and is wanted: its merge, and its first commit and its delivery where the definition
 * asks for them; views are merged by the setting `final`.
 */
export function measuredMerges(question: PullRequestQuestion): Condition {
  const { definition, kinds, period } = question
  const lives = livesOf({ ...question, compared: null })
  const [kind, named] = kinds === null ? ['', {}] : [`AND ${KIND} IN {kinds:Array(String)}`, { kinds }]
  return {
    sql: `
      SELECT repository_id AS merged_in, number AS merged_number, merge_commit AS merged_by
        ${needsStart(definition) ? ', started_at' : ''} ${phasesOf(definition).deliveries === null ? '' : ', delivered_at'}
      FROM (SELECT *, lowerUTF8(author) AS author_key FROM (${lives.sql}))
      WHERE isNotNull(merged_at) AND ended_second >= {measured_since:UInt32} AND ended_second < {measured_until:UInt32} ${kind}`,
    values: {
      ...lives.values,
      ...named,
      ...(kinds && { agents: question.agents, bots: question.bots }),
      measured_since: toSecond(period.since),
      measured_until: toSecond(period.until),
    },
  }
}
