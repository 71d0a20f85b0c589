import {
  type AppInteractionSnapshot,
  appCallbackRequest,
  appCreationRequest,
  appInstallationRequest,
  appManifestRequest,
  type GitHubRequest,
  installationsRequest,
  repositoryAccessRequest,
} from '@octometer/event-contracts'
import { openBucket } from '@octometer/event-log'
import type { z } from 'zod'
import type { AgentPart, AgentWork } from '../agent-work.ts'
import { ended } from '../ended.ts'
import { AppMadeError } from '../errors.ts'
import { installationsUnread } from '../events.ts'
import { every } from '../every.ts'
import { answerRequest } from '../github/answer-request.ts'
import { AppBook } from './app-book.ts'
import { type AppFlow, beginCreation, beginInstallation, endFlow, manifestFor } from './app-flow.ts'
import { audited } from './audit.ts'
import { followInstallations } from './follow-installations.ts'
import { readInstallations } from './read-installations.ts'
import { checkAccess, listInstallations } from './whose-installations.ts'

/** Nothing of GitHub's tells a missed delivery about an installation sooner. */
const READ_EVERY_MS = 3_600_000

/** Makes the App, installs it, and keeps its installations as GitHub has them: by deliveries, and by reading every hour. */
export const appPart: AgentPart = async (agent, end) => {
  const { log, clock, config } = agent
  const book = new AppBook(await openBucket(log, 'installations'), config.server.encryptionKey)
  const isMade = new AbortController()
  const flow = { ...agent, book, now: () => new Date(clock.now()), made: () => isMade.abort() }
  const ending = AbortSignal.any([end, isMade.signal])
  {
    await using _answers = answerRequests(agent, flow)
    if (agent.clients.app === null) await ended(ending)
    else await Promise.all([followInstallations(log, flow, ending), keepReading(agent, flow, ending)])
  }
  if (isMade.signal.aborted) throw new AppMadeError('the App was made: github-agent begins anew with it')
}

function answerRequests(agent: AgentWork, flow: AppFlow): AsyncDisposable {
  const { log, appender } = agent
  const answers = new AsyncDisposableStack()
  const answer = <Question extends z.ZodType<object>, Answer extends z.ZodType<object, object>>(
    request: GitHubRequest<Question, Answer>,
    interaction: AppInteractionSnapshot['interaction'],
    handle: (asked: z.output<Question>, signal: AbortSignal) => Promise<z.input<Answer>>,
  ) => answers.use(answerRequest(log, request, audited({ ...flow, appender }, interaction, handle)))
  answer(appCreationRequest, 'creation_begun', (asked) => beginCreation(flow, asked))
  answer(appManifestRequest, 'manifest_shown', (asked) => manifestFor(flow, asked))
  answer(appInstallationRequest, 'installation_begun', (asked, signal) =>
    beginInstallation(flow, asked, signal),
  )
  answer(appCallbackRequest, 'returned', (asked, signal) => endFlow(flow, asked, signal))
  answer(installationsRequest, 'installations_listed', (asked) => listInstallations(flow, asked))
  answer(repositoryAccessRequest, 'access_checked', (asked, signal) => checkAccess(flow, asked, signal))
  return answers
}

function keepReading(agent: AgentWork, flow: AppFlow, end: AbortSignal): Promise<void> {
  const failed = (error: unknown) => installationsUnread(agent.logger, error)
  return every(agent, { everyMs: READ_EVERY_MS, end, failed }, () => readInstallations(flow, end))
}
