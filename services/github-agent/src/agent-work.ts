import type { Config } from '@octometer/config'
import type { EventLog } from '@octometer/event-log'
import type { Clock, Sleep } from '@octometer/github-client'
import type { Store } from '@octometer/read-store'
import type { Logger } from '@octometer/telemetry'
import type { AgentAppender } from './append.ts'
import type { Clients } from './github/clients.ts'

/** What every part of the agent works with, while this agent leads. */
export interface AgentWork {
  readonly config: Pick<Config, 'server' | 'receiving' | 'github'>
  readonly log: EventLog
  /** To be read only. */
  readonly store: Store
  readonly logger: Logger
  /** GitHub's time, as near as this machine has it; waiting for GitHub goes by it. */
  readonly clock: Clock
  readonly sleep: Sleep
  readonly clients: Clients
  readonly appender: AgentAppender
}

/**
 * A part of the agent: works until it is ended, and answers the requests that are its own meanwhile. What it throws ends all parts,
 * which begin anew.
 */
export type AgentPart = (agent: AgentWork, end: AbortSignal) => Promise<void>
