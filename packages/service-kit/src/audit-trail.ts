import type { Logger } from '@octometer/telemetry'
import { auditNotWritten, auditWritten } from './events.ts'
import { addressKey } from './token-buckets.ts'

/** What is written down of a request that changes something, or that was refused. Nothing that was sent as a secret. */
export interface AuditedRequest {
  /** Null: nobody was known. */
  readonly who: string | null
  readonly via: 'key' | 'jwt' | 'session' | 'anonymous' | null
  readonly address: string | null
  /** Method and route. */
  readonly action: string
  readonly parameters: Readonly<Record<string, string>>
  readonly status: number
  /** How many requests it tells of. */
  readonly count: number
}

/** Where requests are written down: what was done before it is answered, what was refused without a flood of it filling the log. */
export interface AuditTrail extends AsyncDisposable {
  /** Ends when it is on disk, or when the service's own log has it because it cannot be. */
  done(request: Omit<AuditedRequest, 'count'>): Promise<void>
  /** `kind` tells which are alike: the first of a minute is written at once, the others of that minute in one entry at its end. */
  gather(request: Omit<AuditedRequest, 'count'>, kind: string): void
}

export interface AuditTrailOptions {
  /** Throws when it is not on disk. */
  readonly write: (request: AuditedRequest) => Promise<void>
  readonly logger: Logger
  readonly windowMs?: number
}

const WINDOW_MS = 60_000
/** Kinds of requests that have an entry of their own within a minute; all others share one. */
const MOST_KINDS = 20

interface Repeated {
  readonly request: Omit<AuditedRequest, 'count'>
  repeats: number
}

export function createAuditTrail({ write, logger, windowMs = WINDOW_MS }: AuditTrailOptions): AuditTrail {
  const kinds = new Map<string, Repeated>()
  const writing = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | null = null
  const writeOrTell = async (request: AuditedRequest) => {
    try {
      await write(request)
      auditWritten(request.status)
    } catch (error) {
      auditNotWritten(logger, request, error)
    }
  }
  const writeLater = (request: AuditedRequest) => {
    const work = writeOrTell(request).finally(() => writing.delete(work))
    writing.add(work)
  }
  const tellRepeats = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    for (const { request, repeats } of kinds.values())
      if (repeats > 0) writeLater({ ...request, count: repeats })
    kinds.clear()
  }
  return {
    done: (request) => writeOrTell({ ...request, count: 1 }),
    gather(request, kind) {
      timer ??= setTimeout(tellRepeats, windowMs).unref()
      const known = kinds.get(kind) ?? (kinds.size < MOST_KINDS ? undefined : others(kinds, request.status))
      if (known !== undefined) {
        known.repeats++
        return
      }
      kinds.set(kind, { request, repeats: 0 })
      writeLater({ ...request, count: 1 })
    },
    async [Symbol.asyncDispose]() {
      tellRepeats()
      await Promise.all(writing)
    },
  }
}

const OTHERS = 'others'

/** Whoever asks from many addresses, or under many names, is counted, and no more. */
function others(kinds: Map<string, Repeated>, status: number): Repeated {
  const known = kinds.get(OTHERS)
  if (known !== undefined) return known
  const nobody = { who: null, via: null, address: null }
  const shared = { request: { ...nobody, action: '*', parameters: {}, status }, repeats: 0 }
  kinds.set(OTHERS, shared)
  return shared
}

/** Requests that are alike: by the same one from the same address, answered in the same way. */
export function kindOf({ who, via, address, action, status }: Omit<AuditedRequest, 'count'>): string {
  return JSON.stringify([who, via, address && addressKey(address), action, status])
}
