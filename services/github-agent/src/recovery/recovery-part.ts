import { openBucket } from '@octometer/event-log'
import type { AgentPart } from '../agent-work.ts'
import { findSources } from './find-sources.ts'
import { LogCursors } from './log-cursors.ts'
import { runRecovery } from './recovery.ts'

/** Reads GitHub's delivery logs by the clock, unless nothing is polled. */
export const recoveryPart: AgentPart = async (agent, end) => {
  const { clients, config, log, appender, logger } = agent
  const { github } = config
  if (github.pollMs === null || (clients.token === null && clients.app === null)) return
  const isOurs = ({ config: hook }: { readonly config: { readonly url?: string | undefined } }) =>
    github.webhookUrl !== null && hook.url === github.webhookUrl
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
