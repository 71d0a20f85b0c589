import { healthChecksRequest } from '@octometer/event-contracts'
import { openBucket } from '@octometer/event-log'
import type { AgentPart, AgentWork } from '../agent-work.ts'
import { ended } from '../ended.ts'
import { every } from '../every.ts'
import { answerRequest } from '../github/answer-request.ts'
import { OwnedBucket } from '../owned-bucket.ts'
import { BranchStates } from './branch-states.ts'
import { addressesUnread, runsPolled } from './events.ts'
import { pollBranches } from './poll-branches.ts'
import { AddressWatch } from './watch-addresses.ts'

/** Looks by the clock at the addresses that are to be watched, and at the newest runs of default branches. */
export const monitoringPart: AgentPart = async (agent, end) => {
  const { log, config, clients } = agent
  const { healthUrls, healthAllowedHosts, pollMs } = config.github
  const watch = new AddressWatch(agent, healthUrls, healthAllowedHosts)
  await using _answer = answerRequest(log, healthChecksRequest, async () => ({ checks: watch.checks() }))
  if (pollMs === null) return ended(end)
  const mayAsk = clients.token !== null || clients.app !== null
  await Promise.all([
    healthUrls.length === 0 ? ended(end) : keepWatching(agent, watch, pollMs, end),
    mayAsk ? keepPolling(agent, pollMs, end) : ended(end),
  ])
}

function keepWatching(agent: AgentWork, watch: AddressWatch, everyMs: number, end: AbortSignal) {
  const failed = (error: unknown) => addressesUnread(agent.logger, error)
  return every(agent, { everyMs, end, failed }, () => watch.look(end))
}

async function keepPolling(agent: AgentWork, everyMs: number, end: AbortSignal): Promise<void> {
  const { log, logger } = agent
  const states = new BranchStates(await OwnedBucket.open(await openBucket(log, 'branch_states')))
  const failed = (error: unknown) => runsPolled(logger, error)
  await every(agent, { everyMs, end, failed }, async () => {
    await pollBranches({ ...agent, states }, end)
    runsPolled(logger, null)
  })
}
