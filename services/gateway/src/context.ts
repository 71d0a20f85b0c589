import type { AnswersConfig, Role } from '@octometer/config'
import type { SqlReader, Store } from '@octometer/read-store'
import type { Principal } from '@octometer/service-kit'
import type { FoundSetting } from './configuration/get-configuration.ts'
import type { HistoryReader } from './counters/history-since.ts'
import type { ReadModelStates } from './freshness.ts'
import type { GatewayLog } from './gateway-log.ts'
import type { IssuedKeys } from './keys/issued-keys.ts'
import type { RepositoryTeams } from './people/teams-file.ts'
import type { RepositoryCountsReader } from './repositories/repository-counts.ts'
import type { RepositoryDirectory } from './repository-directory.ts'

/** What every handler of the API may use. */
export interface GatewayContext {
  readonly store: Store
  /** Null where no read-only user is configured. */
  readonly sqlReader: SqlReader | null
  readonly log: GatewayLog
  readonly states: ReadModelStates
  readonly repositories: RepositoryDirectory
  readonly repositoryCounts: RepositoryCountsReader
  readonly historySince: HistoryReader
  /** IANA name: days, weeks and months are its calendar units. */
  readonly timezone: string
  readonly answers: AnswersConfig
  /** Those that were made here. */
  readonly keys: IssuedKeys
  /** Those that OCTO_API_KEYS names, without the keys themselves. */
  readonly environmentKeys: readonly { readonly name: string; readonly role: Role }[]
  /** As OCTO_TEAMS_FILE said at the start. */
  readonly teams: readonly RepositoryTeams[]
  /** Of the environment at the start, without secrets. */
  readonly settings: readonly FoundSetting[]
  readonly now: () => Date
}

/** A request that has been checked. */
export interface ApiRequest<Path, Query, Body> {
  readonly path: Path
  readonly query: Query
  readonly body: Body
  readonly principal: Principal
}
