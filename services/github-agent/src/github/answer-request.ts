import { RequestError } from '@octokit/request-error'
import {
  GITHUB_ANSWERS_WITHIN_MS,
  type GitHubRefusal,
  type GitHubRequest,
  githubOutcomeSchema,
} from '@octometer/event-contracts'
import { type EventLog, serve } from '@octometer/event-log'
import { AppKeyError, GitHubClientClosedError } from '@octometer/github-client'
import type { z } from 'zod'
import { NoCredentialError, RefusedByGitHubError } from '../errors.ts'

/** Answers a request with what GitHub says. What GitHub refuses is an answer too; what it does not say in time as well. */
export function answerRequest<Request extends z.ZodType, Answer extends z.ZodType>(
  log: EventLog,
  { name, request, answer }: GitHubRequest<Request, Answer>,
  handle: (asked: z.output<Request>, signal: AbortSignal) => Promise<z.input<Answer>>,
): AsyncDisposable {
  return serve(log, 'github-agent', name, { request, answer: githubOutcomeSchema }, async (asked) => {
    const signal = AbortSignal.timeout(GITHUB_ANSWERS_WITHIN_MS)
    try {
      return { outcome: 'answered' as const, answer: answer.parse(await handle(asked, signal)) }
    } catch (error) {
      return refusalFor(error, signal)
    }
  })
}

/** Throws what is not GitHub's doing. */
function refusalFor(error: unknown, signal: AbortSignal): GitHubRefusal {
  const refused = (status: number, message: string) => ({ outcome: 'refused' as const, status, message })
  if (signal.aborted) {
    const seconds = GITHUB_ANSWERS_WITHIN_MS / 1_000
    return refused(503, `GitHub did not answer within ${seconds} s: one of its limits may be used up`)
  }
  if (error instanceof RequestError) {
    return error.response === undefined
      ? refused(502, 'GitHub cannot be reached')
      : refused(error.status, error.message)
  }
  if (error instanceof RefusedByGitHubError) return refused(error.status, error.message)
  if (error instanceof NoCredentialError || error instanceof AppKeyError) return refused(503, error.message)
  if (error instanceof GitHubClientClosedError) return refused(503, 'github-agent is about to stop')
  throw error
}
