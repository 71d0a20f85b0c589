import {
  cacheInvalidateRequest,
  type GitHubRequest,
  labelCreateRequest,
  labelDeleteRequest,
  labelUpdateRequest,
  rateLimitsRequest,
  repositoryInfoRequest,
  repositoryIssuesRequest,
  repositoryPullsRequest,
  repositorySettingsRequest,
  repositoryWorkflowsRequest,
} from '@octometer/event-contracts'
import type { GitHubClient } from '@octometer/github-client'
import type { z } from 'zod'
import type { AgentPart } from '../agent-work.ts'
import { ended } from '../ended.ts'
import { answerRequest } from '../github/answer-request.ts'
import { clientOf } from '../github/client-of.ts'
import { changeSettings } from './change-settings.ts'
import { readRateLimits } from './rate-limits.ts'
import { readInfo, readIssues, readPulls, readWorkflows } from './read-repository.ts'
import { createLabel, deleteLabel, updateLabel } from './write-labels.ts'

type PlaceSchema = z.ZodType<{ readonly owner: string; readonly repo: string }>

/** Reads and writes of one repository, and what is left of the limits: asked by the gateway, each answered as it comes. */
export const featuresPart: AgentPart = async (agent, end) => {
  const { log, clients } = agent
  await using answers = new AsyncDisposableStack()
  const serve = <Request extends PlaceSchema, Answer extends z.ZodType>(
    asked: GitHubRequest<Request, Answer>,
    handle: (client: GitHubClient, body: z.output<Request>, signal: AbortSignal) => Promise<z.input<Answer>>,
  ) =>
    answers.use(
      answerRequest(log, asked, async (body, signal) =>
        handle(await clientOf(clients, body, signal), body, signal),
      ),
    )
  serve(repositoryInfoRequest, readInfo)
  serve(repositoryPullsRequest, readPulls)
  serve(repositoryIssuesRequest, readIssues)
  serve(repositoryWorkflowsRequest, readWorkflows)
  serve(labelCreateRequest, createLabel)
  serve(labelUpdateRequest, updateLabel)
  serve(labelDeleteRequest, deleteLabel)
  serve(repositorySettingsRequest, changeSettings)
  serve(cacheInvalidateRequest, async (client, { owner, repo }) => ({
    forgotten: client.invalidate(owner, repo),
  }))
  answers.use(answerRequest(log, rateLimitsRequest, (asked, signal) => readRateLimits(agent, asked, signal)))
  await ended(end)
}
