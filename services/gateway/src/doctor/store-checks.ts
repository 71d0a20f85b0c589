import { type DoctorCheck, machineChecks, type Unreachable } from '@octometer/gateway-api'
import type { ModelFacts, StoreFacts } from './doctor-facts.ts'

const SLOW_SECONDS = 60
const STUCK_SECONDS = 600
const LONG_BUILD_MS = 24 * 3_600_000
const SILENT_MS = 24 * 3_600_000

export function storeChecks(store: StoreFacts | Unreachable, now: Date): readonly DoctorCheck[] {
  if ('unreachable' in store) return machineChecks(store)
  return [
    ...machineChecks(store),
    received(store, now),
    ...store.models.map((model) => readModel(model, now)),
  ]
}

function received({ newestDelivery }: StoreFacts, now: Date): DoctorCheck {
  const name = 'deliveries'
  if (newestDelivery === null) {
    const advice = 'Add a webhook at GitHub with the address /webhooks/github and your secret.'
    return { name, status: 'warn', summary: 'Nothing has been received yet.', advice }
  }
  const summary = `The newest delivery was received at ${newestDelivery.toISOString()}.`
  if (now.getTime() - newestDelivery.getTime() < SILENT_MS)
    return { name, status: 'ok', summary, advice: null }
  const advice = "Look at the webhook's recent deliveries at GitHub: nothing has come for a day."
  return { name, status: 'warn', summary, advice }
}

function readModel({ projection, isBuilt, buildingSince, lagSeconds }: ModelFacts, now: Date): DoctorCheck {
  const name = `read_model.${projection}`
  if (!isBuilt) {
    const advice = 'Start a projector with it (OCTO_PROJECTIONS); a first build takes a while.'
    return { name, status: 'fail', summary: `${projection} has not been built.`, advice }
  }
  if (lagSeconds === null) {
    const advice = 'See whether its projector runs, and whether NATS answers.'
    return { name, status: 'warn', summary: `How far ${projection} is behind cannot be known.`, advice }
  }
  const behind = `${projection} is ${Math.round(lagSeconds)} seconds behind`
  if (lagSeconds > SLOW_SECONDS) {
    const advice = `See the log of its projector for what it tries again; run another one beside it.`
    return { name, status: lagSeconds > STUCK_SECONDS ? 'fail' : 'warn', summary: `${behind}.`, advice }
  }
  if (buildingSince !== null && now.getTime() - buildingSince.getTime() > LONG_BUILD_MS) {
    const summary = `${behind}, and another generation is being filled since ${buildingSince.toISOString()}.`
    const advice =
      'See the log of the projector that fills it; if none does, start one, or ask for a rebuild.'
    return { name, status: 'warn', summary, advice }
  }
  return { name, status: 'ok', summary: `${behind}.`, advice: null }
}
