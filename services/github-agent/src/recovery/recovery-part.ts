import { recoveryRequest } from '@octometer/event-contracts'
import { openBucket } from '@octometer/event-log'
import type { AgentPart, AgentWork } from '../agent-work.ts'
import { ended } from '../ended.ts'
import { answerRequest } from '../github/answer-request.ts'
import { HookBook } from '../hooks/hook-book.ts'
import { recordedLogs } from '../hooks/recorded-logs.ts'
import { isPullMode, PULL_URL } from '../hooks/wanted-hook.ts'
import { AskedLook } from './asked-look.ts'
import { findSources } from './find-sources.ts'
import { LogCursors } from './log-cursors.ts'
import { sourceKey } from './log-source.ts'
import { runRecovery } from './recovery.ts'

/** In pull mode a log is all that there is. */
const PULL_MS = 60_000
const SETTLE_MS = 60_000
/** A look costs a request a log, and not more than a third of an hour's 5,000 shall go there. */
const MS_PER_LOG = 2_160

/** Reads GitHub's delivery logs by the clock and when somebody asks, unless nothing is polled. */
export const recoveryPart: AgentPart = async (agent, end) => {
  const { clients, config, log } = agent
  const { pollMs } = config.github
  const isOff = pollMs === null || (clients.token === null && clients.app === null)
  const look = new AskedLook()
  const ask = () => (look.ask() ? ('begun' as const) : ('follows' as const))
  await using _answers = answerRequest(log, recoveryRequest, async () => ({
    state: isOff ? ('off' as const) : ask(),
  }))
  if (isOff) await ended(end)
  else await recover(agent, pollMs, look, end)
}

async function recover(agent: AgentWork, pollMs: number, look: AskedLook, end: AbortSignal): Promise<void> {
  const { clients, config, log, appender, logger } = agent
  const { github } = config
  const book = new HookBook(await openBucket(log, 'hook_configs'), config.server.encryptionKey)
  const ourUrl = github.webhookUrl ?? PULL_URL
  const isOurs = ({ config: hook }: { readonly config: { readonly url?: string | undefined } }) =>
    hook.url === ourUrl
  const isPulling = isPullMode(config)
  const everyMs = isPulling ? Math.min(PULL_MS, pollMs) : pollMs
  await runRecovery(
    {
      ...agent,
      look,
      events: appender.events,
      cursors: new LogCursors(await openBucket(log, 'recovery')),
      async sources(signal) {
        const found = await findSources({ clients, config: github, logger, isOurs }, signal)
        const recorded = await recordedLogs(clients, await book.records(), signal)
        return [...new Map([...recorded, ...found].map((each) => [sourceKey(each), each])).values()]
      },
      everyMs: (logs) => Math.max(everyMs, logs * MS_PER_LOG),
      // Nothing comes by another way.
      settleMs: isPulling ? 0 : SETTLE_MS,
      lookBackMs: github.recoveryLookBackMs,
    },
    end,
  )
}
