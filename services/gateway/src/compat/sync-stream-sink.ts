import type { ServerResponse } from 'node:http'
import type { SyncEvent } from '@octometer/gateway-api'
import { beginEventStream } from '../stream/event-stream.ts'
import type { StreamSink } from '../stream/stream-client.ts'

type Sync = NonNullable<SyncEvent['sync']>

const types = {
  started: 'sync:start',
  progress: 'sync:progress',
  completed: 'sync:complete',
  failed: 'sync:error',
  cancelled: 'sync:error',
  current: 'sync:current',
} as const

/** Seed 004's events of a sync, unnamed and without ids: `{ type, data }`, and a ping where the stream has a heartbeat. */
export function openSyncStreamSink(response: ServerResponse): StreamSink {
  const { write, close } = beginEventStream(response)
  write(': connected\n\n')
  return {
    transport: 'sse',
    get buffered() {
      return response.writableLength
    },
    isSilent: false,
    send() {},
    tell(note) {
      if (note.kind !== 'sync') return
      const { change, sync } = note
      write(`data: ${JSON.stringify({ type: types[change], data: sync && dataOf(change, sync) })}\n\n`)
    },
    heartbeat: () => write(': ping\n\n'),
    hold: () => response.cork(),
    flush: () => response.uncork(),
    end: close,
  }
}

function dataOf(change: SyncEvent['change'], sync: Sync): object {
  if (change === 'completed') return resultOf(sync)
  if (change === 'failed' || change === 'cancelled') {
    const [first] = sync.errors
    return { error: first?.message ?? `the sync was ${change}`, ...resultOf(sync) }
  }
  return {
    totalRepos: sync.repositories_total,
    processedRepos: sync.repositories_processed,
    currentRepo: sync.current_repositories[0] ?? null,
    stage: sync.stage,
    startTime: sync.started_at,
    estimatedCompletion: sync.estimated_completion_at,
  }
}

function resultOf(sync: Sync): object {
  const { counts } = sync
  return {
    success: sync.stage === 'completed',
    reposSynced: counts.repositories,
    issuesSynced: counts.issues,
    prsSynced: counts.pull_requests,
    commitsSynced: counts.commits,
    errors: sync.errors.map(({ repository, operation, message, at }) => ({
      repo: repository,
      operation,
      error: message,
      timestamp: at,
    })),
    duration: Math.round(sync.duration_seconds * 1000),
    rateLimitRemaining: sync.rate_limit_remaining,
  }
}
