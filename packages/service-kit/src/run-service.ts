import { ConfigError } from '@octometer/config'
import { createLogger, type Logger, redactText, shutdownTelemetry } from '@octometer/telemetry'

/** What `start` gives: disposing of it stops the service. */
export type RunningService = AsyncDisposable & { readonly url?: string }

export interface RunServiceOptions {
  /** As in the sentences on standard error: `ingress`. */
  readonly name: string
  /** Starts everything and returns once it serves. The signal aborts when the process is told to stop meanwhile. */
  readonly start: (signal: AbortSignal) => Promise<RunningService>
  readonly logger?: Logger
  /** How long stopping may take, in milliseconds; 25,000 unless given. */
  readonly stopDeadlineMs?: number
}

/**
 * The life of a service's process: start, say so in one line, stop on SIGTERM or SIGINT, end with 0. A start that fails
 * ends with 1 and one message on standard error; so do an error that nobody caught and a stop that takes too long.
 * A second signal ends the process at once, with 130.
 */
export async function runService(options: RunServiceOptions): Promise<void> {
  const { name, start, logger = createLogger({ service: name }) } = options
  const stopping = stopSignal(logger)
  endOnUncaught(name)
  try {
    const service = await start(stopping)
    logger.info({ ...(service.url && { url: service.url }), pid: process.pid }, `${name} is running`)
    await aborted(stopping)
    await withDeadline(service[Symbol.asyncDispose](), options.stopDeadlineMs ?? 25_000)
    await shutdownTelemetry()
  } catch (error) {
    if (stopping.aborted && isAbort(error)) process.exit(0)
    end(stopping.aborted ? `${name} did not stop cleanly` : `${name} did not start`, error)
  }
  logger.info(`${name} has stopped`)
  process.exit(0)
}

export interface RunTaskOptions {
  /** As in the sentence on standard error: `migrations`. */
  readonly name: string
  readonly run: () => Promise<void>
}

/** The life of a process that does one thing: it ends with 0, or with 1 and one message on standard error. */
export async function runTask({ name, run }: RunTaskOptions): Promise<void> {
  endOnUncaught(name)
  try {
    await run()
    await shutdownTelemetry()
  } catch (error) {
    end(`${name} failed`, error)
  }
  process.exit(0)
}

function stopSignal(logger: Logger): AbortSignal {
  const controller = new AbortController()
  const stop = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(130)
    logger.info({ signal }, 'stopping')
    controller.abort()
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  return controller.signal
}

/** A process in an unknown state serves nobody: it ends, and starts again from what is on disk. */
function endOnUncaught(name: string): void {
  process.on('uncaughtException', (error) => end(`${name} failed`, error))
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

async function withDeadline(work: PromiseLike<void>, deadlineMs: number): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`it took longer than ${deadlineMs} ms`)), deadlineMs)
  try {
    await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

function end(what: string, error: unknown): never {
  process.stderr.write(`${what}: ${redactText(explain(error))}\n`)
  process.exit(1)
}

/** What people can act on is said in its message; only an error without a code, which nobody foresaw, shows its stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof ConfigError) return error.message
  if (!('code' in error)) return error.stack ?? error.message
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message
}
