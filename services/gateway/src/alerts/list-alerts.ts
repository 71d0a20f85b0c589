import { type AnswerOf, alertChannels, alertOrders, alertRules, listAlerts } from '@octometer/gateway-api'
import {
  type AlertNow,
  alertNotificationsOf,
  alertPage,
  repositoryNamesById,
  type Store,
} from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { cutPage } from '../paging.ts'
import { readRange } from '../range.ts'
import { resolveScope } from '../repository-scope.ts'
import { placeIn, sortingOf } from '../sorting.ts'

type Entry = AnswerOf<typeof listAlerts>['data'][number]

const ruleSchema = z.enum(alertRules)
const channelSchema = z.enum(alertChannels)

const key = z.tuple([z.string()])

export const listAlertsEndpoint = endpoint(listAlerts, 'alerts', async (gateway, { query, principal }) => {
  const { store } = gateway
  const sorting = sortingOf(alertOrders, query, key)
  const range = readRange(query)
  const { ids } = await resolveScope(gateway, principal, query.repository)
  const rows = await store.query(alertPage, {
    ...range,
    states: query.state ?? null,
    severities: query.severity ?? null,
    rules: query.rule ?? null,
    repositories: ids,
    sorting,
    limit: query.limit + 1,
  })
  const { entries, page } = cutPage(rows, {
    limit: query.limit,
    more: false,
    placeOf: ({ sort_value, alert_id }) => placeIn(sorting, sort_value, [alert_id]),
  })
  const alerts = entries.map(({ sort_value: _, ...alert }) => alert)
  return { data: await entriesOf(store, alerts), page }
})

async function entriesOf(store: Store, alerts: readonly AlertNow[]): Promise<Entry[]> {
  if (alerts.length === 0) return []
  const repositories = [...new Set(alerts.flatMap(({ repository_id }) => repository_id ?? []))]
  const [names, told] = await Promise.all([
    store.query(repositoryNamesById, { repositories }),
    store.query(alertNotificationsOf, { alerts: alerts.map(({ alert_id }) => alert_id) }),
  ])
  const nameOf = new Map(names.map(({ repository_id, full_name }) => [repository_id, full_name]))
  const toldOf = Map.groupBy(told, ({ alert_id }) => alert_id)
  return alerts.map(({ alert_id, repository_id, repository, evidence, ...alert }) => ({
    id: alert_id,
    ...alert,
    rule: ruleSchema.parse(alert.rule),
    repository: repository_id === null ? null : (nameOf.get(repository_id) ?? repository),
    count: evidence,
    notifications: (toldOf.get(alert_id) ?? []).map(({ alert_id: _, channel, ...notification }) => ({
      ...notification,
      channel: channelSchema.parse(channel),
    })),
  }))
}
