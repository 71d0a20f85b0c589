import type { Surroundings } from '../benchmark.ts'
import { contestants } from '../ingress/contestants.ts'
import { measureRound, type Round } from '../ingress/measure-round.ts'
import { hugePush } from '../system/genuine-bodies.ts'
import { scratchFolder } from '../system/scratch-folder.ts'
import { startIngressProcess } from '../system/services.ts'
import { startLog } from '../system/topology.ts'
import { peakMegabytes } from '../system/usage.ts'
import { sendAtOnce } from './send-at-once.ts'

const HUGE_BYTES = 25_000_000
export const AT_ONCE = 32

export interface LargeBodies {
  readonly bytes: number
  readonly at_once: number
  /** Answers by status: 202 for those that the byte budget admitted in time, 503 for the rest. */
  readonly statuses: Readonly<Record<string, number>>
  readonly peak_mb: number | null
}

/** Each contestant's peak under the load of the benchmark `ingress`. */
export async function steadyLoad(surroundings: Surroundings): Promise<readonly Round[]> {
  const rounds: Round[] = []
  for (const contestant of contestants) rounds.push(await measureRound(contestant, surroundings))
  return rounds
}

/** Ingress's peak while the largest bodies arrive at once. */
export async function largeBodies({ root, natsServerBin }: Surroundings): Promise<LargeBodies> {
  await using scratch = await scratchFolder()
  await using nats = await startLog(natsServerBin, scratch.path)
  await using ingress = await startIngressProcess({ root, nats, otlpUrl: null })
  const body = hugePush(HUGE_BYTES)
  const statuses = await sendAtOnce(ingress.url, body, AT_ONCE)
  return {
    bytes: Buffer.byteLength(body.text),
    at_once: AT_ONCE,
    statuses,
    peak_mb: await peakMegabytes(ingress.pid),
  }
}
