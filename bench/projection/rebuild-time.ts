import { setTimeout as sleep } from 'node:timers/promises'
import { rebuildAnswerSchema, rebuildRequestSchema } from '@octometer/event-contracts'
import { request } from '@octometer/event-log'
import { listGenerations } from '@octometer/read-store'
import { round } from '../statistics.ts'
import type { RunningProgram } from '../system/program.ts'
import { startProjectorsProcess } from '../system/services.ts'
import type { Topology } from '../system/topology.ts'
import { cpuSeconds, microsecondsEach, peakMegabytes } from '../system/usage.ts'

/** What a rebuild reads. What lies in both is read twice, and counts once. */
export type RebuildSource = 'log' | 'archive' | 'log and archive'

export interface RebuildTime {
  readonly projection: string
  readonly source: RebuildSource
  /** In the source, each counted once. */
  readonly messages: number
  readonly seconds: number
  readonly per_second: number
  /** Microseconds of CPU per message. */
  readonly cpu_us: {
    readonly projector: number | null
    readonly clickhouse: number | null
    readonly nats: number | null
  }
  /** Of the projector's process, its start included. */
  readonly peak_mb: number | null
}

export interface RebuildOrder {
  readonly projection: string
  readonly source: RebuildSource
  readonly messages: number
}

/** Rebuilds a read model in a process of its own, from the request to the new generation being read. */
export async function timeRebuild(topology: Topology, order: RebuildOrder): Promise<RebuildTime> {
  const { projection, source, messages } = order
  await using projector = await startProjectorsProcess(topology, [projection])
  const used = async () => ({
    projector: await cpuSeconds(projector.pid),
    clickhouse: await cpuSeconds(topology.clickhouse.pid),
    nats: await cpuSeconds(topology.nats.pid),
  })
  const before = await used()
  const began = performance.now()
  await rebuild(topology, projector, projection)
  const seconds = (performance.now() - began) / 1_000
  const after = await used()
  return {
    projection,
    source,
    messages,
    seconds: round(seconds, 3),
    per_second: Math.round(messages / seconds),
    cpu_us: {
      projector: microsecondsEach(before.projector, after.projector, messages),
      clickhouse: microsecondsEach(before.clickhouse, after.clickhouse, messages),
      nats: microsecondsEach(before.nats, after.nats, messages),
    },
    peak_mb: await peakMegabytes(projector.pid),
  }
}

async function rebuild(
  { log, store }: Topology,
  projector: RunningProgram,
  projection: string,
): Promise<void> {
  const schemas = { request: rebuildRequestSchema, answer: rebuildAnswerSchema }
  const body = { projection, requested_by: 'bench' }
  const { generation } = await request(log, 'projectors', 'rebuild', schemas, body, { deadlineMs: 5_000 })
  for (;;) {
    projector.requireAlive()
    const isNew = (await listGenerations(store)).some(
      (each) => each.projection === projection && each.status === 'live' && each.generation !== generation,
    )
    if (isNew) return
    await sleep(100)
  }
}
