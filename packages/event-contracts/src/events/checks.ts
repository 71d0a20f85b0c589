import { z } from 'zod'
import { githubTime, identifier } from './fields.ts'

export const checkSuiteSchema = z.object({
  action: z.string(),
  check_suite: z.object({ id: identifier, conclusion: z.string().nullable(), created_at: githubTime }),
})

export const checkRunSchema = z.object({
  action: z.string(),
  check_run: z.object({
    id: identifier,
    name: z.string(),
    conclusion: z.string().nullable(),
    check_suite: z.object({ created_at: githubTime.nullish() }).nullish(),
  }),
})
