import {
  type ActivityKind,
  type AnswerOf,
  activityKinds,
  getActivity,
  type QueryOf,
} from '@octometer/gateway-api'
import {
  type ActivityRow,
  contributedActivity,
  countedActivity,
  type EvidencePart,
  receivedActivity,
} from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { hasWholeHours, hasWholeTenths } from '../calendar.ts'
import type { GatewayContext } from '../context.ts'
import { factsBehind } from '../counters/facts-behind.ts'
import { readLive } from '../live-generation.ts'
import { peopleLeftOut } from '../people/left-out.ts'
import { recentRange } from '../recent-range.ts'
import { isKnown, resolveScope } from '../repository-scope.ts'

type Heat = AnswerOf<typeof getActivity>['data'][number]

/** Kinds that people's contributions hold, by what they are called there. */
const CONTRIBUTED: Readonly<Partial<Record<ActivityKind, string>>> = {
  commits: 'commit',
  pulls_opened: 'pull_opened',
  pulls_merged: 'pull_merged',
  reviews: 'review',
  comments: 'comment',
  issues_opened: 'issue_opened',
}

const sources = ['counters', 'people', 'deliveries'] as const

/** Which read model counts a kind; none where it has no author, and people are chosen or left out. */
function sourceOf(kind: ActivityKind, byAuthor: boolean): (typeof sources)[number] | null {
  if (kind === 'deliveries') return 'deliveries'
  const isContributed = CONTRIBUTED[kind] !== undefined
  if (kind === 'reviews' || kind === 'comments' || (byAuthor && isContributed)) return 'people'
  return byAuthor ? null : 'counters'
}

/** Whose activity it is. */
interface Whose {
  readonly authors: readonly string[] | null
  readonly without: readonly string[]
  /** True when some were chosen or left out. */
  readonly byAuthor: boolean
}

async function whoseOf(
  gateway: GatewayContext,
  query: QueryOf<typeof getActivity>,
  repositories: readonly number[] | null,
): Promise<Whose> {
  const { author, exclude_user, exclude_maintainers } = query
  return {
    authors: author ?? null,
    without: await peopleLeftOut(gateway, query, repositories),
    byAuthor: author !== undefined || exclude_user !== undefined || exclude_maintainers === 'true',
  }
}

interface Question {
  readonly since: Date
  readonly until: Date
  readonly repositories: readonly number[] | null
  readonly timezone: string
}

export const getActivityEndpoint = endpoint(
  getActivity,
  'counters',
  async (gateway, { query, principal }) => {
    const { timezone } = gateway
    const period = recentRange(query, gateway.now())
    const scope = await resolveScope(gateway, principal, query.repository)
    const kinds = [...new Set(query.kind ?? activityKinds)]
    const whose = await whoseOf(gateway, query, scope.ids)
    const question = { ...period, repositories: scope.ids, timezone }
    const [known, ...parts] = await Promise.all([
      isKnown(gateway, scope),
      ...sources.map(async (source) => {
        const own = kinds.filter((kind) => sourceOf(kind, whose.byAuthor) === source)
        return {
          own,
          rows: own.length === 0 ? [] : await readActivity(gateway, question, source, own, whose),
        }
      }),
    ])
    const partOf = (kind: ActivityKind) => parts.find(({ own }) => own.includes(kind))
    return {
      since: period.since.toISOString(),
      until: period.until.toISOString(),
      timezone,
      data: kinds.map((kind) => heatOf(kind, partOf(kind)?.rows, known)),
      unknown_repositories: [...scope.unknown],
    }
  },
  {
    evidence: async (gateway, { query, principal }) => {
      const period = recentRange(query, gateway.now())
      const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
      const whose = await whoseOf(gateway, query, repositories)
      const kinds = [...new Set(query.kind ?? activityKinds)]
      const parts = sources.map(async (source) => {
        const own = kinds.filter((kind) => sourceOf(kind, whose.byAuthor) === source)
        const isBuilt = (await gateway.states.liveGeneration(source)) !== undefined
        return own.length === 0 || !isBuilt
          ? []
          : [await partBehind(gateway, source, { ...period, repositories }, own, whose)]
      })
      return { deliveries: (await Promise.all(parts)).flat() }
    },
  },
)

const QUARTER_MS = 900_000

function partBehind(
  gateway: GatewayContext,
  source: (typeof sources)[number],
  among: Omit<Question, 'timezone'>,
  kinds: readonly ActivityKind[],
  { authors, without }: Whose,
): EvidencePart | Promise<EvidencePart> {
  switch (source) {
    case 'counters': {
      // Quarters of an hour are read whole.
      const since = new Date(Math.floor(among.since.getTime() / QUARTER_MS) * QUARTER_MS)
      const until = new Date(Math.ceil(among.until.getTime() / QUARTER_MS) * QUARTER_MS)
      return factsBehind(gateway, { ...among, since, until }, kinds)
    }
    case 'people': {
      const logins = authors?.map((author) => author.toLowerCase()) ?? null
      const contributed = kinds.map((kind) => CONTRIBUTED[kind] ?? kind)
      return { ...among, of: { kind: 'contributions', days: null, kinds: contributed, logins, without } }
    }
    case 'deliveries':
      return { ...among, of: { kind: 'received', senders: authors, without } }
  }
}

/** The longest stretch that its deliveries are counted by and with which each hour of a time zone begins; null: none. */
function countedBy(timezone: string): 'hour' | 'tenth' | null {
  if (hasWholeHours(timezone)) return 'hour'
  return hasWholeTenths(timezone) ? 'tenth' : null
}

/** Null while the read model is not built. */
async function readActivity(
  gateway: GatewayContext,
  question: Question,
  source: (typeof sources)[number],
  kinds: readonly ActivityKind[],
  { authors, without }: Whose,
): Promise<readonly ActivityRow[] | null> {
  const { store, states } = gateway
  if ((await states.liveGeneration(source)) === undefined) return null
  switch (source) {
    case 'counters':
      return readLive(gateway, source, (generation) =>
        store.query(countedActivity, { generation, ...question, counters: kinds }),
      )
    case 'people': {
      const names = new Map(kinds.map((kind) => [CONTRIBUTED[kind] ?? kind, kind]))
      const rows = await store.query(contributedActivity, {
        ...question,
        kinds: [...names.keys()],
        authors,
        without,
      })
      return rows.map((row) => ({ ...row, kind: names.get(row.kind) ?? row.kind }))
    }
    case 'deliveries': {
      if (!(await states.archiveIsCounted())) return null
      const counted = countedBy(question.timezone)
      return store.query(receivedActivity, { ...question, senders: authors, without, counted })
    }
  }
}

const DAYS = [1, 2, 3, 4, 5, 6, 7]
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

/** Undefined rows: the kind has no author. */
function heatOf(kind: ActivityKind, rows: readonly ActivityRow[] | null | undefined, known: boolean): Heat {
  if (rows === undefined) return { kind, total: null, reason: 'has_no_author', hours: null }
  if (rows === null) return { kind, total: null, reason: 'not_built', hours: null }
  if (!known) return { kind, total: null, reason: 'unknown_repositories', hours: null }
  const own = rows.filter((row) => row.kind === kind)
  const values = new Map(own.map(({ weekday, hour, value }) => [weekday * 24 + hour, value]))
  return {
    kind,
    total: own.reduce((sum, { value }) => sum + value, 0),
    reason: null,
    hours: DAYS.map((day) => HOURS.map((hour) => values.get(day * 24 + hour) ?? 0)),
  }
}
