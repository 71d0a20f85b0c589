import { type AnswerOf, type DoraSource, getDora } from '@octometer/gateway-api'
import { doraKnown, doraLeadTimes, doraOutcomes } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { periodBefore } from '../compared-period.ts'
import type { GatewayContext } from '../context.ts'
import { recentRange } from '../recent-range.ts'
import { namesOf } from '../repository-names.ts'
import { isKnown, type RepositoryScope, resolveScope } from '../repository-scope.ts'
import { type Period, weeksOf } from '../weeks.ts'
import { type DoraKnowledge, metricsOf } from './dora-metrics.ts'

type Group = AnswerOf<typeof getDora>['groups'][number]

interface Question {
  readonly gateway: GatewayContext
  readonly source: DoraSource
  readonly scope: RepositoryScope
  readonly timezone: string
  readonly known: DoraKnowledge
  readonly groupBy: 'week' | 'repository' | null
}

const DAY_MS = 86_400_000
const daysOf = ({ since, until }: Period) => (until.getTime() - since.getTime()) / DAY_MS

export const getDoraEndpoint = endpoint(
  getDora,
  'deployments',
  async (gateway, { query, principal }) => {
    const { timezone, now } = gateway
    const period = recentRange(query, now())
    const scope = await resolveScope(gateway, principal, query.repository)
    const { source } = query
    const known = await knowledgeOf(gateway, source, scope)
    const question = { gateway, source, scope, timezone, known, groupBy: query.group_by ?? null }
    const [current, previous] = await Promise.all([
      answerPeriod(question, period),
      query.compare === undefined ? null : comparePeriod(question, periodBefore(period)),
    ])
    return {
      source,
      since: period.since.toISOString(),
      until: period.until.toISOString(),
      ...current,
      previous,
      unknown_repositories: [...scope.unknown],
    }
  },
  {
    evidence: async (gateway, { query, principal }) => {
      const { ids } = await resolveScope(gateway, principal, query.repository)
      const period = recentRange(query, gateway.now())
      const periods = [period, ...(query.compare === undefined ? [] : [periodBefore(period)])]
      const of = { kind: 'deliveries', source: query.source } as const
      return { deliveries: periods.map((each) => ({ ...each, repositories: ids, of })) }
    },
  },
)

async function knowledgeOf(
  gateway: GatewayContext,
  source: DoraSource,
  scope: RepositoryScope,
): Promise<DoraKnowledge> {
  const [repositories, [row]] = await Promise.all([
    isKnown(gateway, scope),
    gateway.store.query(doraKnown, { source, repositories: scope.ids }),
  ])
  return { repositories, ...(row ?? { delivered: false, ended: false, marked: false }) }
}

async function comparePeriod(question: Question, period: Period) {
  const { metrics } = await answerPeriod({ ...question, groupBy: null }, period)
  return { since: period.since.toISOString(), until: period.until.toISOString(), metrics }
}

async function answerPeriod({ gateway, groupBy, timezone, scope, ...about }: Question, period: Period) {
  const { source } = about
  const asked = { source, ...period, repositories: scope.ids, group_by: groupBy, timezone }
  const [outcomes, leads] = await Promise.all([
    gateway.store.query(doraOutcomes, asked),
    gateway.store.query(doraLeadTimes, asked),
  ])
  const outcomesOf = new Map(outcomes.map((row) => [row.group, row]))
  const leadsOf = new Map(leads.map((row) => [row.group, row]))
  const metrics = (group: string, days: number) =>
    metricsOf({ ...about, outcomes: outcomesOf.get(group), leads: leadsOf.get(group), days })
  const groups: Group[] = []
  if (groupBy === 'week') {
    for (const { week, days } of weeksOf(period, timezone))
      groups.push({ week, metrics: metrics(week, days) })
  }
  if (groupBy === 'repository') {
    const ids = [...outcomesOf.keys()].filter((group) => group !== '').map(Number)
    const nameOf = await namesOf(gateway, ids)
    for (const id of ids) groups.push({ repository: nameOf(id), metrics: metrics(`${id}`, daysOf(period)) })
    groups.sort((a, b) => ((a.repository ?? '') < (b.repository ?? '') ? -1 : 1))
  }
  return { metrics: metrics('', daysOf(period)), groups }
}
