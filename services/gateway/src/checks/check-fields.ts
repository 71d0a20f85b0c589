import { type CheckStatus, checkStatuses, type EndProof } from '@octometer/gateway-api'

/** 1970 stands where a payload told no time. */
export function timeOrNull(time: string | null): string | null {
  return time === null || Date.parse(time) === 0 ? null : time
}

export function textOrNull(text: string | null): string | null {
  return text === '' ? null : text
}

/** Seconds between two times, never less than none; null while one of them is unknown. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  const known = timeOrNull(from) !== null && timeOrNull(to) !== null
  return known && from !== null && to !== null ? Math.max(0, Date.parse(to) - Date.parse(from)) / 1000 : null
}

/** The stage from 1 on; what is proven to have ended is completed. */
export function statusOf(stage: number, proof: EndProof | null): CheckStatus {
  return proof === null ? (checkStatuses[stage - 1] ?? 'waiting') : 'completed'
}

/** The stages whose rows may fit the statuses; null: any, for what ended by proof alone was seen at any of them. */
function stagesOf(statuses: readonly CheckStatus[] | undefined): readonly number[] | null {
  if (statuses === undefined || statuses.includes('completed')) return null
  return statuses.map((status) => checkStatuses.indexOf(status) + 1)
}

/** What every list of checks may be asked for. */
export function stateFilters(
  query: EndedQuery & {
    readonly sha?: readonly string[] | undefined
    readonly branch?: readonly string[] | undefined
  },
) {
  return {
    shas: query.sha ?? null,
    branches: query.branch ?? null,
    conclusions: query.conclusion ?? null,
    stages: stagesOf(query.status),
  }
}

export interface Ended {
  readonly status: CheckStatus
  readonly conclusion: string | null
}

export interface EndedQuery {
  readonly status?: readonly CheckStatus[] | undefined
  readonly conclusion?: readonly string[] | undefined
}

/** Whether an entry is what was asked for, now that it is known how it is. */
export function fits({ status, conclusion }: Ended, query: EndedQuery): boolean {
  if (query.status !== undefined && !query.status.includes(status)) return false
  return query.conclusion === undefined || (conclusion !== null && query.conclusion.includes(conclusion))
}
