import { randomUUID } from 'node:crypto'
import type { GitHubSimulator } from '@octometer/testkit'
import { watchPayload } from './agent-system.ts'
import type { ReceivedDelivery } from './append-deliveries.ts'

/**
 * So many deliveries, evenly over a span of GitHub's clock, written into the log of their hook: each answered with `status`,
 * or by nobody. Gives them as ingress would have received them.
 */
export async function sendRecorded(
  github: GitHubSimulator,
  hookId: number,
  {
    count,
    overMs,
    status,
  }: { readonly count: number; readonly overMs: number; readonly status: number | null },
): Promise<readonly ReceivedDelivery[]> {
  const sent: ReceivedDelivery[] = []
  const from = github.clock.now()
  for (let index = 0; index < count; index += 1) {
    const guid = randomUUID()
    github.record({ event: 'watch', payload: watchPayload, guid }, () => status)
    const receivedAt = new Date(github.clock.now())
    sent.push({ guid, event: 'watch', receivedAt, payload: watchPayload, hookId })
    await github.clock.advance(from + ((index + 1) * overMs) / count - github.clock.now())
  }
  return sent
}
