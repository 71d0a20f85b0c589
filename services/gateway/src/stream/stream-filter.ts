import { defaultStreamKinds, type StreamKind, type streamEvents } from '@octometer/gateway-api'
import type { Principal } from '@octometer/service-kit'
import type { z } from 'zod'
import type { AskedRepositories } from '../counters/counters-now.ts'
import type { RepositoryDirectory } from '../repository-directory.ts'
import { resolveScope } from '../repository-scope.ts'

export type StreamQuery = z.output<typeof streamEvents.query>

/** Which events a client gets. Null lets everything through. */
export interface StreamFilter {
  readonly repositories: RepositoryFilter | null
  /** The same in the words of whoever asked. */
  readonly asked: AskedRepositories
  readonly kinds: ReadonlySet<StreamKind>
  /** Of deliveries. */
  readonly events: ReadonlySet<string> | null
  /** Of alerts. */
  readonly rules: ReadonlySet<string> | null
  /** Of alerts. */
  readonly severities: ReadonlySet<string> | null
}

/**
 * A repository is let through by its id, under whatever name it comes, and by a name, for one that was not known when
 * the client came or that has been given the name since. Whoever is found by a name is known by its id from then on.
 */
interface RepositoryFilter {
  readonly ids: Set<number>
  /** Lower-case. */
  readonly names: ReadonlySet<string>
}

/** What was asked for, within what the asker may see. Throws StoreError. */
export async function resolveFilter(
  repositories: RepositoryDirectory,
  principal: Principal,
  { repository, event, rule, severity, kind }: Partial<StreamQuery>,
): Promise<StreamFilter> {
  const { ids } = await resolveScope({ repositories }, principal, repository)
  const names = namesWithin(repository, principal.repositories)
  return {
    repositories: ids === null || names === null ? null : { ids: new Set(ids), names },
    asked: { names: repository, visible: principal.repositories },
    kinds: new Set(kind ?? defaultStreamKinds),
    events: event === undefined ? null : new Set(event),
    rules: rule === undefined ? null : new Set(rule),
    severities: severity === undefined ? null : new Set(severity),
  }
}

function namesWithin(
  wanted: readonly string[] | undefined,
  visible: readonly string[] | null,
): ReadonlySet<string> | null {
  const keys = (names: readonly string[]) => new Set(names.map((name) => name.toLowerCase()))
  if (wanted === undefined) return visible && keys(visible)
  return visible === null ? keys(wanted) : keys(wanted).intersection(keys(visible))
}
