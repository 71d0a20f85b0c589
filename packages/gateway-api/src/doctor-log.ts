import type { DoctorCheck } from './doctor.ts'

/** What could not be asked, and why. */
export interface Unreachable {
  readonly unreachable: string
}

/** How the log is, whoever asked it. */
export interface LogFacts {
  /** Reasons why an acknowledgement would not mean "on disk", each with what to do after a colon. */
  readonly findings: readonly { readonly code: string; readonly message: string }[]
  /** `maxBytes` null: it has no bound. */
  readonly streams: readonly {
    readonly stream: string
    readonly bytes: number
    readonly maxBytes: number | null
  }[]
}

const NEARLY_FULL = 0.8
const FULL = 0.95

/** What the doctor says of the log. */
export function logChecks(log: LogFacts | Unreachable): readonly DoctorCheck[] {
  if ('unreachable' in log) {
    const advice =
      'Start nats-server, or correct OCTO_NATS_URL and its credentials: nothing is received without it.'
    return [{ name: 'log', status: 'fail', summary: `NATS does not answer (${log.unreachable}).`, advice }]
  }
  return [...durability(log), ...log.streams.map(fill)]
}

function durability({ findings }: LogFacts): readonly DoctorCheck[] {
  const name = 'log.durability'
  if (findings.length === 0) {
    return [{ name, status: 'ok', summary: 'What the log acknowledges is on disk.', advice: null }]
  }
  return findings.map(({ code, message }) => {
    // Each says what is wrong, and after a colon what to set; one in brackets is a part of it.
    const colon = /: (?![^(]*\))/.exec(message)?.index ?? message.length
    const status = code === 'sync_unknown' ? 'warn' : 'fail'
    const advice = message.slice(colon + 2)
    return {
      name,
      status,
      summary: `${message.slice(0, colon)}.`,
      advice: advice === '' ? null : `${advice}.`,
    }
  })
}

function fill({ stream, bytes, maxBytes }: LogFacts['streams'][number]): DoctorCheck {
  const name = `log.stream.${stream}`
  if (maxBytes === null) {
    const advice = 'Give it max_bytes: it fills the disk otherwise, and nothing says so before.'
    return { name, status: 'warn', summary: `${stream} has no bound.`, advice }
  }
  const share = bytes / maxBytes
  const summary = `${stream} holds ${wholePercent(share)} of its ${maxBytes} bytes.`
  if (share < NEARLY_FULL) return { name, status: 'ok', summary, advice: null }
  const advice =
    'A full stream refuses, and ingress answers 503: see which projection lags (it is trimmed up to the slowest), shorten OCTO_LOG_RETENTION, or raise its max_bytes.'
  return { name, status: share < FULL ? 'warn' : 'fail', summary, advice }
}

/** A share of one as whole per cent. */
export function wholePercent(share: number): string {
  return `${Math.round(share * 100)} %`
}
