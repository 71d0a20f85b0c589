import { GITHUB_ANSWERS_WITHIN_MS, type GitHubRefusal, type GitHubRequest } from '@octometer/event-contracts'
import { problem } from '@octometer/service-kit'
import type { z } from 'zod'
import type { GatewayContext } from '../context.ts'

/** GitHub's statuses that say something of what was asked. Its 401 is about github-agent, not about who asks here. */
const PASSED_ON: ReadonlySet<number> = new Set([400, 403, 404, 409, 410, 422, 451, 503])

/** Statuses that a route which asks GitHub may answer beside those of every route. */
export const githubProblems = [404, 409, 410, 422, 451, 502] as const

const RETRY_SOON = { 'Retry-After': '60' }
/** For the way to the agent and back. */
const MARGIN_MS = 2_000

/** What github-agent does at GitHub. Throws GitHub's refusal as a problem of the same status, and what `request` throws. */
export async function askGitHub<Request extends z.ZodType, Answer extends z.ZodType>(
  { log }: Pick<GatewayContext, 'log'>,
  asked: GitHubRequest<Request, Answer>,
  body: z.input<Request>,
  deadlineMs = GITHUB_ANSWERS_WITHIN_MS + MARGIN_MS,
): Promise<z.output<Answer>> {
  const told = await log.github(asked, body, deadlineMs)
  if (told.outcome === 'refused') throw refusalAsProblem(told)
  return asked.answer.parse(told.answer)
}

function refusalAsProblem({ status, message }: GitHubRefusal): Error {
  if (!PASSED_ON.has(status)) {
    const detail =
      status === 401 ? `GitHub does not accept the credential of github-agent: ${message}` : message
    return problem(502, 'github_failed', detail, { members: { github_status: status }, logged: true })
  }
  if (status === 503) {
    return problem(503, 'github_not_answering', message, { headers: RETRY_SOON, logged: true })
  }
  return problem(status, 'github_refused', message, { members: { github_status: status } })
}
