import { type Leader, openBucket, startLeader } from '@octometer/event-log'
import { type Clock, type Sleep, systemClock, systemSleep } from '@octometer/github-client'
import type { AgentPart, AgentWork } from './agent-work.ts'
import { AppBook } from './app/app-book.ts'
import { createAgentAppender } from './append.ts'
import { ended } from './ended.ts'
import { leadershipEnded, leadershipTaken } from './events.ts'
import { type Clients, createClients } from './github/clients.ts'
import { type AgentPartName, parts } from './parts.ts'

export interface AgentOptions extends Omit<AgentWork, 'clients' | 'appender' | 'clock' | 'sleep'> {
  readonly clock?: Clock
  readonly sleep?: Sleep
  /** An agent that died is followed by another after so long; default 15 s. */
  readonly leaseMs?: number
  /** The parts that work; all of them unless given. */
  readonly only?: readonly AgentPartName[]
}

const LAST_ANSWERS_MS = 1_000

// Object.keys gives plain strings; the table's own keys are the names.
const partNames = Object.keys(parts) as AgentPartName[]

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
      const config = await withKeptApp(options)
      const apiUrl = config.receiving.githubApiUrl
      const onCall = appender.call
      using clients = createClients({ config: config.github, apiUrl, logger, clock, sleep, onCall })
      using _closing = closeSoonAfter(end, clients)
      const chosen = (options.only ?? partNames).map((name) => parts[name])
      await work(chosen, { ...options, config, clock, sleep, clients, appender }, end)
    },
  )
}

/** What is under way may end; what waits for a limit of GitHub, whoever asked for it, would be waited for as long as that lasts. */
function closeSoonAfter(end: AbortSignal, clients: Clients): Disposable {
  let closing: NodeJS.Timeout | undefined
  const onEnd = () => {
    closing = setTimeout(() => clients[Symbol.dispose](), LAST_ANSWERS_MS)
  }
  end.addEventListener('abort', onEnd, { once: true })
  return {
    [Symbol.dispose]() {
      end.removeEventListener('abort', onEnd)
      clearTimeout(closing)
    },
  }
}

/** The App that was made here, where the environment names none. */
async function withKeptApp({ config, log }: AgentOptions): Promise<AgentWork['config']> {
  if (config.github.app !== null) return config
  const app = await new AppBook(await openBucket(log, 'installations'), config.server.encryptionKey).app()
  return { ...config, github: { ...config.github, app } }
}

async function work(chosen: readonly AgentPart[], agent: AgentWork, end: AbortSignal): Promise<void> {
  const { clients, logger } = agent
  if (clients.token === null && clients.app === null) {
    logger.info('neither OCTO_GITHUB_TOKEN nor OCTO_GITHUB_APP_ID is set: GitHub is not asked for anything')
  }
  const failed = new AbortController()
  const ending = AbortSignal.any([end, failed.signal])
  // One part that fails ends the others, and the agent begins anew: half of one would look as if it worked.
  const running = chosen.map((part) =>
    part(agent, ending).catch((error: unknown) => {
      failed.abort(error)
      throw error
    }),
  )
  await Promise.allSettled(running)
  await Promise.all(running)
  // Parts that have nothing to do come back at once; the lease is kept all the same.
  await ended(end)
}
