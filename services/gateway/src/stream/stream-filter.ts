import { defaultStreamKinds, type StreamKind, type streamEvents } from '@octometer/gateway-api'
import type { Principal } from '@octometer/service-kit'
import type { z } from 'zod'
import type { AskedRepositories } from '../counters/counters-now.ts'
import type { RepositoryDirectory } from '../repository-directory.ts'
import { resolveScope } from '../repository-scope.ts'
import { seesByName, visibleRepositories } from '../visible-repositories.ts'

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
  /** Lower-case; what is theirs is let through by its name of then alone, for it may be another's tomorrow. */
  readonly owners: ReadonlySet<string>
  /** Names that are let through in the same way. */
  readonly namesOfOwners: ReadonlySet<string>
}

/** What was asked for, within what the asker may see. Throws StoreError. */
export async function resolveFilter(
  repositories: RepositoryDirectory,
  principal: Principal,
  { repository, event, rule, severity, kind }: Partial<StreamQuery>,
): Promise<StreamFilter> {
  return {
    repositories: await repositoryFilter(repositories, principal.repositories, repository),
    asked: { names: repository, visible: principal.repositories },
    kinds: new Set(kind ?? defaultStreamKinds),
    events: event === undefined ? null : new Set(event),
    rules: rule === undefined ? null : new Set(rule),
    severities: severity === undefined ? null : new Set(severity),
  }
}

async function repositoryFilter(
  repositories: RepositoryDirectory,
  visible: readonly string[] | null,
  wanted: readonly string[] | undefined,
): Promise<RepositoryFilter | null> {
  if (visible === null && wanted === undefined) return null
  const { names, owners } = visibleRepositories(visible ?? [])
  const named = visible && names
  const { ids } = await resolveScope({ repositories }, { repositories: named }, wanted)
  const filter = { ids: new Set(ids), names: namesWithin(wanted, named) }
  if (wanted === undefined || owners.length === 0)
    return { ...filter, owners: new Set(owners), namesOfOwners: new Set() }
  return { ...filter, owners: new Set(), namesOfOwners: await namesOfOwners(repositories, owners, wanted) }
}

/** The names that were asked for which would be of these owners, and the present ones of what is theirs. */
async function namesOfOwners(
  repositories: RepositoryDirectory,
  owners: readonly string[],
  wanted: readonly string[],
): Promise<ReadonlySet<string>> {
  const visible = owners.map((owner) => `${owner}/*`)
  const { ids } = await resolveScope({ repositories }, { repositories: visible }, wanted)
  const present = await repositories.namesById(ids ?? [])
  const now = (ids ?? []).flatMap((id) => present.get(id) ?? [])
  return new Set([...wanted, ...now].map((name) => name.toLowerCase()).filter(seesByName(visible)))
}

function namesWithin(
  wanted: readonly string[] | undefined,
  visible: readonly string[] | null,
): ReadonlySet<string> {
  const keys = (names: readonly string[]) => new Set(names.map((name) => name.toLowerCase()))
  if (wanted === undefined) return keys(visible ?? [])
  return visible === null ? keys(wanted) : keys(wanted).intersection(keys(visible))
}
