import type { SqlReader, Store } from '@octometer/read-store'
import type { Principal } from '@octometer/service-kit'
import type { ReadModelStates } from './freshness.ts'
import type { GatewayLog } from './gateway-log.ts'

/** What every handler of the API may use. */
export interface GatewayContext {
  readonly store: Store
  /** Null where no read-only user is configured. */
  readonly sqlReader: SqlReader | null
  readonly log: GatewayLog
  readonly states: ReadModelStates
  /** IANA name: days, weeks and months are its calendar units. */
  readonly timezone: string
  readonly now: () => Date
}

/** A request that has been checked. */
export interface ApiRequest<Path, Query, Body> {
  readonly path: Path
  readonly query: Query
  readonly body: Body
  readonly principal: Principal
}
