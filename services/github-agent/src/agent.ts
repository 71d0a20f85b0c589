import type { Config } from '@octometer/config'
import { type EventLog, type Leader, openBucket, startLeader } from '@octometer/event-log'
import { type Clock, type Sleep, systemClock, systemSleep } from '@octometer/github-client'
import type { Store } from '@octometer/read-store'
import type { Logger } from '@octometer/telemetry'
import { type AgentAppender, createAgentAppender } from './append.ts'
import { leadershipEnded, leadershipTaken } from './events.ts'
import { type Clients, createClients } from './github/clients.ts'
import { findSources } from './recovery/find-sources.ts'
import { LogCursors } from './recovery/log-cursors.ts'
import { runRecovery } from './recovery/recovery.ts'

export interface AgentOptions {
  readonly config: Pick<Config, 'server' | 'receiving' | 'github'>
  readonly log: EventLog
  readonly store: Store
  readonly logger: Logger
  readonly clock?: Clock
  readonly sleep?: Sleep
  /** An agent that died is followed by another after so long; default 15 s. */
  readonly leaseMs?: number
}

/** What every part of the agent works with, while this agent leads. */
export interface AgentWork extends Required<Omit<AgentOptions, 'leaseMs'>> {
  readonly clients: Clients
  readonly appender: AgentAppender
}

/** Works, or stands by while another github-agent does. Without a token and an App it has nothing to ask GitHub with, and waits. */
export function startAgent(options: AgentOptions): Leader {
  const { log, logger, leaseMs } = options
  return startLeader(
    log,
    {
      key: 'github-agent',
      ttlMs: leaseMs,
      onTaken: ({ token }) => leadershipTaken(logger, token),
      onEnded: (error) => leadershipEnded(logger, error),
      onRenewalFailed: (err) => logger.warn({ err }, 'the lease could not be renewed'),
    },
    async (_, end) => {
      const { clock = systemClock, sleep = systemSleep } = options
      await using appender = createAgentAppender(log, logger)
      const { github, receiving } = options.config
      const apiUrl = receiving.githubApiUrl
      const onCall = appender.call
      using clients = createClients({ config: github, apiUrl, logger, clock, sleep, onCall })
      await work({ ...options, clock, sleep, clients, appender }, end)
    },
  )
}

async function work(agent: AgentWork, end: AbortSignal): Promise<void> {
  const { clients, config, logger, appender, log } = agent
  const { github } = config
  if (clients.token === null && clients.app === null) {
    logger.info('neither OCTO_GITHUB_TOKEN nor OCTO_GITHUB_APP_ID is set: GitHub is not asked for anything')
    return untilAborted(end)
  }
  const isOurs = ({ config: hook }: { readonly config: { readonly url?: string | undefined } }) =>
    github.webhookUrl !== null && hook.url === github.webhookUrl
  if (github.pollMs === null) return untilAborted(end)
  await runRecovery(
    {
      ...agent,
      events: appender.events,
      cursors: new LogCursors(await openBucket(log, 'recovery')),
      sources: (signal) => findSources({ clients, config: github, logger, isOurs }, signal),
      everyMs: github.pollMs,
      lookBackMs: github.recoveryLookBackMs,
    },
    end,
  )
}

function untilAborted(end: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (end.aborted) resolve()
    else end.addEventListener('abort', () => resolve(), { once: true })
  })
}
