import { healthChecksRequest } from '@octometer/event-contracts'
import { openBucket } from '@octometer/event-log'
import type { AgentPart, AgentWork } from '../agent-work.ts'
import { ended } from '../ended.ts'
import { answerRequest } from '../github/answer-request.ts'
import { BranchStates } from './branch-states.ts'
import { addressesUnread, runsPolled } from './events.ts'
import { pollBranches } from './poll-branches.ts'
import { AddressWatch } from './watch-addresses.ts'

/** Looks by the clock at the addresses that are to be watched, and at the newest runs of default branches. */
export const monitoringPart: AgentPart = async (agent, end) => {
  const { log, config, clients } = agent
  const { healthUrls, pollMs } = config.github
  const watch = new AddressWatch(agent, healthUrls)
  await using _answer = answerRequest(log, healthChecksRequest, async () => ({ checks: watch.checks() }))
  if (pollMs === null) return ended(end)
  const mayAsk = clients.token !== null || clients.app !== null
  await Promise.all([
    healthUrls.length === 0 ? ended(end) : keepWatching(agent, watch, pollMs, end),
    mayAsk ? keepPolling(agent, pollMs, end) : ended(end),
  ])
}

async function keepWatching(
  { logger, sleep }: AgentWork,
  watch: AddressWatch,
  everyMs: number,
  end: AbortSignal,
): Promise<void> {
  while (!end.aborted) {
    try {
      await watch.look(end)
    } catch (error) {
      if (end.aborted) return
      addressesUnread(logger, error)
    }
    await sleep(everyMs, end).catch(() => undefined)
  }
}

async function keepPolling(agent: AgentWork, everyMs: number, end: AbortSignal): Promise<void> {
  const { log, logger, sleep } = agent
  const states = await BranchStates.open(await openBucket(log, 'branch_states'))
  while (!end.aborted) {
    try {
      await pollBranches({ ...agent, states }, end)
      runsPolled(logger, null)
    } catch (error) {
      if (end.aborted) return
      runsPolled(logger, error)
    }
    await sleep(everyMs, end).catch(() => undefined)
  }
}
