import { githubTime } from '@octometer/event-contracts'
import { z } from 'zod'
import type { EventRule } from './event-rule.ts'

const schema = z.object({
  pull_request: z.object({
    number: z.int(),
    title: z.string(),
    html_url: z.string().nullish(),
    state: z.string(),
    mergeable: z.boolean().nullish(),
    updated_at: githubTime,
    closed_at: githubTime.nullish(),
    head: z.object({ sha: z.string() }),
    base: z.object({ ref: z.string() }),
  }),
})

/** A pull request that cannot be merged (`mergeable` is false, not null), until it can be or is closed. */
export const conflictRule: EventRule = {
  name: 'conflict',
  events: ['pull_request'],
  read({ payload, repository }, { severity }) {
    const { pull_request: pull } = schema.parse(payload)
    const isClosed = pull.state === 'closed'
    if (!isClosed && typeof pull.mergeable !== 'boolean') return []
    return [
      {
        kind: isClosed || pull.mergeable ? 'recovered' : 'raised',
        subject: `pull:${pull.number}`,
        key: pull.head.sha,
        at: isClosed ? (pull.closed_at ?? pull.updated_at) : pull.updated_at,
        observedAt: pull.updated_at,
        severity,
        title: `Conflict in ${repository.fullName}#${pull.number}: ${pull.title}`,
        message: `Commit ${pull.head.sha.slice(0, 7)} cannot be merged into ${pull.base.ref}.`,
        url: pull.html_url ?? null,
      },
    ]
  },
}
