import { type GitHubIdentity, identityRequest } from '@octometer/event-contracts'
import type { AgentPart } from '../agent-work.ts'
import { ended } from '../ended.ts'
import { identityTold } from '../events.ts'
import { answerRequest } from '../github/answer-request.ts'
import { identifyAll } from './identify-all.ts'

/** Many may look at the doctor at once: GitHub is asked for all of them together. */
const KEPT_MS = 60_000

/** Says at the start who asks GitHub and what is missing for what, and tells whoever asks later. */
export const identityPart: AgentPart = async ({ clients, config, clock, log, logger }, end) => {
  let last: { readonly at: number; readonly told: Promise<readonly GitHubIdentity[]> } | null = null
  const identities = () => {
    if (last === null || clock.now() - last.at >= KEPT_MS) {
      const told = identifyAll(clients, config.github, end)
      last = { at: clock.now(), told }
      // What failed is asked again by the next.
      told.catch(() => {
        last = null
      })
    }
    return last.told
  }
  await using _answers = answerRequest(log, identityRequest, async (_, signal) => ({
    identities: [...(await orAborted(identities(), signal))],
  }))
  try {
    for (const identity of await identities()) identityTold(logger, identity)
  } catch (error) {
    if (!end.aborted) throw error
  }
  await ended(end)
}

/** A limit of GitHub may be waited for longer than whoever asks waits. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = ended(signal).then((): never => {
    throw signal.reason
  })
  return Promise.race([work, aborted])
}
