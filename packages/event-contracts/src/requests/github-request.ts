import { z } from 'zod'

/** `requests.github-agent.<name>`: what the agent is asked to do at GitHub, and what comes of it. */
export interface GitHubRequest<Request extends z.ZodType, Answer extends z.ZodType> {
  readonly name: string
  readonly request: Request
  readonly answer: Answer
}

export function githubRequest<Request extends z.ZodType, Answer extends z.ZodType>(
  name: string,
  request: Request,
  answer: Answer,
): GitHubRequest<Request, Answer> {
  return { name, request, answer }
}

/** What GitHub refuses is told like what it answers, under its own status. */
export const githubOutcomeSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('answered'), answer: z.unknown() }),
  z.object({ outcome: z.literal('refused'), status: z.int().min(400).max(599), message: z.string() }),
])

export type GitHubRefusal = Extract<z.output<typeof githubOutcomeSchema>, { readonly outcome: 'refused' }>

/** Longer than this the agent does not wait for GitHub: whoever asked is told so, and nothing is sent later. */
export const GITHUB_ANSWERS_WITHIN_MS = 20_000
