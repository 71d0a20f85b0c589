import { type AlertRuleSettings, githubTime } from '@octometer/event-contracts'
import { z } from 'zod'
import type { EventRule, RepositoryDelivery, RuleEvidence } from './event-rule.ts'

const paths = z.array(z.string()).default([])
const commit = z.object({
  id: z.string(),
  timestamp: githubTime,
  url: z.string().nullish(),
  added: paths,
  modified: paths,
})
const schema = z.object({
  ref: z.string(),
  commits: z.array(commit).default([]),
  repository: z.object({ pushed_at: githubTime.nullish() }),
})

const BRANCH = 'refs/heads/'

/**
 * A file whose name says that it holds a secret was added or modified by a push to a branch. A commit counts once,
 * whatever branches it reaches later; the alert names the path, never what is in it.
 */
export const sensitiveFileRule: EventRule = {
  name: 'sensitive-file',
  events: ['push'],
  read(delivery, settings) {
    const { ref, commits, repository } = schema.parse(delivery.payload)
    if (!ref.startsWith(BRANCH)) return []
    const branch = ref.slice(BRANCH.length)
    return commits.flatMap((each) => {
      const touched = new Set([...each.added, ...each.modified])
      return [...touched]
        .filter((path) => isSensitive(path, settings))
        .map((path) =>
          found(
            { path, branch, commit: each, at: repository.pushed_at ?? each.timestamp },
            delivery,
            settings,
          ),
        )
    })
  },
}

interface FoundFile {
  readonly path: string
  readonly branch: string
  readonly commit: z.output<typeof commit>
  readonly at: Date
}

function found(
  { path, branch, commit: { id, timestamp, url }, at }: FoundFile,
  { repository, sender }: RepositoryDelivery,
  { severity }: AlertRuleSettings,
): RuleEvidence {
  const by = sender === null ? '' : ` by ${sender}`
  return {
    kind: 'raised',
    subject: path,
    key: id,
    at,
    observedAt: timestamp,
    severity,
    title: `Sensitive file ${path} pushed to ${repository.fullName}`,
    message: `Commit ${id.slice(0, 7)} on ${branch}${by}. Revoke what is in it: removing the file leaves it in the history.`,
    url: url ?? null,
  }
}

const NAMES = [
  /^\.env$/,
  /^\.env\./,
  /\.env$/,
  /\.key$/,
  /\.pem$/,
  /\.secret$/,
  /^id_rsa/,
  /^credentials/,
  /^secrets\./,
]

/** By the file's own name, without case. The allow-list has names, or whole paths. */
export function isSensitive(path: string, { allow }: Pick<AlertRuleSettings, 'allow'>): boolean {
  const lower = path.toLowerCase()
  const name = lower.slice(lower.lastIndexOf('/') + 1)
  const allowed = allow.some((each) => each.toLowerCase() === name || each.toLowerCase() === lower)
  return !allowed && NAMES.some((pattern) => pattern.test(name))
}
