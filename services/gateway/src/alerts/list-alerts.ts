import { type AnswerOf, alertChannels, alertRules, listAlerts } from '@octometer/gateway-api'
import {
  type AlertNow,
  alertNotificationsOf,
  alertPage,
  repositoryNamesById,
  type Store,
} from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { cutPage } from '../paging.ts'
import { readRange } from '../range.ts'
import { resolveScope } from '../repository-scope.ts'

type Entry = AnswerOf<typeof listAlerts>['data'][number]

const ruleSchema = z.enum(alertRules)
const channelSchema = z.enum(alertChannels)

const place = z.tuple([z.int(), z.string()])

export const listAlertsEndpoint = endpoint(listAlerts, 'alerts', async (gateway, { query, principal }) => {
  const { store } = gateway
  const after = decodeCursor(query.cursor, place)
  const range = readRange(query)
  const { ids } = await resolveScope(gateway, principal, query.repository)
  const rows = await store.query(alertPage, {
    ...range,
    states: query.state ?? null,
    severities: query.severity ?? null,
    rules: query.rule ?? null,
    repositories: ids,
    after: after && { opened_at: new Date(after[0]), alert_id: after[1] },
    limit: query.limit + 1,
  })
  const { entries, page } = cutPage(rows, {
    limit: query.limit,
    more: false,
    placeOf: ({ opened_at, alert_id }) => [Date.parse(opened_at), alert_id],
  })
  return { data: await entriesOf(store, entries), page }
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
