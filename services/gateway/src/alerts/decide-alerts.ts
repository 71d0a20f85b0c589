import { acknowledgeAlert, muteAlert, testAlerts } from '@octometer/gateway-api'
import { type AlertNow, alertNow } from '@octometer/read-store'
import { type Principal, problem } from '@octometer/service-kit'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { appendCommand } from '../operations/append-command.ts'
import { resolveScope } from '../repository-scope.ts'
import { wrongField } from '../request-body.ts'

export const acknowledgeAlertEndpoint = endpoint(
  acknowledgeAlert,
  'alerts',
  async (gateway, { path, body, principal }) => {
    const { state, alert_id } = await findAlert(gateway, principal, path.id)
    if (state !== 'open') throw problem(409, `alert_${state}`, `The alert is ${state} already.`)
    const command = { type: 'alert_acknowledge', alert_id } as const
    return appendCommand(gateway, principal, command, body.command_id)
  },
)

export const muteAlertEndpoint = endpoint(muteAlert, 'alerts', async (gateway, { path, body, principal }) => {
  const until = new Date(body.until)
  if (until <= gateway.now()) throw wrongField('until', 'must be a time to come')
  const { alert_id } = await findAlert(gateway, principal, path.id)
  const command = { type: 'alert_mute', alert_id, until: until.toISOString() } as const
  return appendCommand(gateway, principal, command, body.command_id)
})

export const testAlertsEndpoint = endpoint(testAlerts, 'alerts', async (gateway, { principal }) => {
  requireEveryRepository(principal, 'Receivers of alerts are told of every repository')
  return gateway.log.testAlerts(principal.name)
})

async function findAlert(gateway: GatewayContext, principal: Principal, id: string): Promise<AlertNow> {
  const { ids } = await resolveScope(gateway, principal, undefined)
  const [alert] = await gateway.store.query(alertNow, { id, repositories: ids })
  if (alert !== undefined) return alert
  throw problem(404, 'alert_not_found', 'There is no alert of this id.')
}
