import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Probe } from './probe.ts'

/** When a delivery's 202 had come; `performance.now()`. */
export interface Accepted {
  readonly probe: Probe
  readonly at: number
}

/**
 * Sends so many a second whatever becomes of them (an open loop), and tells of each that was accepted. Resolves with
 * the number of those that were not, when all have been answered.
 */
export async function sendSteadily(
  url: string,
  probes: readonly Probe[],
  perSecond: number,
  onAccepted: (accepted: Accepted) => void,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  const began = performance.now()
  const answers: Promise<number>[] = []
  for (const [index, probe] of probes.entries()) {
    const wait = began + (index * 1_000) / perSecond - performance.now()
    // Timers are no finer than a millisecond: what is due by then goes together.
    if (wait > 1) await sleep(wait)
    answers.push(
      post(agent, url, probe).then((status) => {
        if (status === 202) onAccepted({ probe, at: performance.now() })
        return status
      }),
    )
  }
  const statuses = await Promise.all(answers)
  agent.destroy()
  return statuses.filter((status) => status !== 202).length
}

function post(agent: Agent, url: string, { headers, body }: Probe): Promise<number> {
  return new Promise((resolve) => {
    const outgoing = request(`${url}/webhooks/github`, { agent, method: 'POST', headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
    })
    outgoing.on('error', () => resolve(0))
    outgoing.end(body)
  })
}
