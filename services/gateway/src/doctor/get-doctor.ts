import {
  type DoctorCheck,
  type DoctorVerdict,
  doctorVerdicts,
  getDoctor,
  logChecks,
} from '@octometer/gateway-api'
import { endpoint } from '../answer-route.ts'
import { collectFacts } from './doctor-facts.ts'
import { forwardingChecks } from './forwarding-checks.ts'
import { githubChecks } from './github-checks.ts'
import { storeChecks } from './store-checks.ts'

export const getDoctorEndpoint = endpoint(getDoctor, 'deliveries', async (gateway) => {
  const { log, store, forwarding, github, now } = await collectFacts(gateway)
  const checks = [
    ...logChecks(log),
    ...storeChecks(store, now),
    ...forwardingChecks(forwarding, now),
    ...githubChecks(github, now),
  ]
  return { status: worstOf(checks), checks }
})

function worstOf(checks: readonly DoctorCheck[]): DoctorVerdict {
  const rank = ({ status }: DoctorCheck) => doctorVerdicts.indexOf(status)
  return doctorVerdicts[Math.max(0, ...checks.map(rank))] ?? 'ok'
}
