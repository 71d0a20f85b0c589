import {
  hookConfigChangeRequest,
  hookConfigCreateRequest,
  hookConfigDeleteRequest,
  hookConfigsRequest,
  hookConnectionRequest,
  hookConnectRequest,
  hookPingRequest,
  hooksSetUpRequest,
  hooksVerifyRequest,
} from '@octometer/event-contracts'
import { openBucket } from '@octometer/event-log'
import type { AgentPart, AgentWork } from '../agent-work.ts'
import { ended } from '../ended.ts'
import { hooksLookFailed, hooksSetUp, hooksSetUpFailed } from '../events.ts'
import { every } from '../every.ts'
import { answerRequest } from '../github/answer-request.ts'
import { connectRepository } from './connect-repository.ts'
import { connectionOf } from './connection.ts'
import { homeOf } from './find-homes.ts'
import { HookBook } from './hook-book.ts'
import { lookAtHome, lookAtHooks } from './look-at-hooks.ts'
import { type ConfigManager, changeConfig, createConfig, deleteConfig, told } from './manage-configs.ts'
import { setUpHook, setUpHooks } from './set-up-hook.ts'
import { isPullMode } from './wanted-hook.ts'

/** Sets up hooks at the start where that is wanted, looks at them by the clock, and does with them what is asked. */
export const hooksPart: AgentPart = async (agent, end) => {
  const { config, clock, clients, appender, sleep } = agent
  const book = new HookBook(await openBucket(agent.log, 'hook_configs'), config.server.encryptionKey)
  const now = () => new Date(clock.now())
  const manager: ConfigManager = { clients, book, config, appender, now, sleep }
  await using _answers = answerRequests(agent, manager)
  const mayAsk = clients.token !== null || clients.app !== null
  if (mayAsk && (config.github.setupHooks || isPullMode(config))) await setUpAtStart(agent, manager, end)
  if (mayAsk && config.github.pollMs !== null) await keepLooking(agent, manager, config.github.pollMs, end)
  await ended(end)
}

async function setUpAtStart({ logger }: AgentWork, manager: ConfigManager, end: AbortSignal): Promise<void> {
  try {
    hooksSetUp(logger, await setUpHooks(manager, end))
  } catch (error) {
    if (!end.aborted) hooksSetUpFailed(logger, error)
  }
}

function keepLooking(agent: AgentWork, manager: ConfigManager, everyMs: number, end: AbortSignal) {
  const failed = (error: unknown) => hooksLookFailed(agent.logger, error)
  return every(agent, { everyMs, end, failed }, async () => {
    await lookAtHooks(manager, end)
  })
}

function answerRequests(agent: AgentWork, manager: ConfigManager): AsyncDisposable {
  const { log, appender } = agent
  const { book, clients } = manager
  const stack = new AsyncDisposableStack()
  stack.use(
    answerRequest(log, hooksSetUpRequest, async ({ kind, name }, signal) => {
      if (name === null) return setUpHooks(manager, signal)
      const home = await homeOf(clients, { kind, name }, signal)
      return { hooks: [await setUpHook(manager, home, signal)], refused: [] }
    }),
  )
  stack.use(answerRequest(log, hooksVerifyRequest, (_, signal) => lookAtHooks(manager, signal)))
  stack.use(
    answerRequest(log, hookPingRequest, async ({ hook_id }, signal) => {
      const record = await book.record(hook_id)
      if (record === null) return { known: false }
      await (await homeOf(clients, record, signal)).ping(Number(hook_id), signal)
      return { known: true }
    }),
  )
  stack.use(
    answerRequest(log, hookConnectRequest, async ({ repository }, signal) => {
      const connected = await connectRepository({ ...manager, events: appender.events }, repository, signal)
      await lookAtHome(manager, await homeOf(clients, connected.owner, signal), signal)
      return connected
    }),
  )
  stack.use(answerRequest(log, hookConnectionRequest, async () => connectionOf(manager.config)))
  stack.use(answerConfigRequests(agent, manager))
  return stack
}

function answerConfigRequests({ log }: AgentWork, manager: ConfigManager): AsyncDisposable {
  const stack = new AsyncDisposableStack()
  stack.use(
    answerRequest(log, hookConfigsRequest, async () => ({
      configs: (await manager.book.configs()).map(({ config }) => told(config)),
    })),
  )
  stack.use(
    answerRequest(log, hookConfigCreateRequest, (asked, signal) => createConfig(manager, asked, signal)),
  )
  stack.use(
    answerRequest(log, hookConfigChangeRequest, (asked, signal) => changeConfig(manager, asked, signal)),
  )
  stack.use(
    answerRequest(log, hookConfigDeleteRequest, (asked, signal) => deleteConfig(manager, asked, signal)),
  )
  return stack
}
