import { type JsonObject, objectAt } from '@octometer/event-contracts'

type Fields = Readonly<Record<string, unknown>>

/**
 * What seed 000's webhook route answers about a delivery: a few fields of the payload per event, and its warnings.
 * `processed: true` is its way of saying that the delivery was taken; ours is on disk by then.
 */
export function monitorAnswer(event: string, payload: JsonObject, receivedAt: Date): Fields {
  const describe = Object.hasOwn(described, event) ? described[event] : undefined
  if (!describe) return { event_type: event, status: 'unhandled', processed: true }
  const { warning, ...fields } = describe(payload)
  return {
    event,
    ...fields,
    timestamp: receivedAt.toISOString(),
    ...(warning ? { warning } : {}),
    processed: true,
  }
}

const described: Readonly<Record<string, (payload: JsonObject) => Fields>> = {
  push(payload) {
    const commits = listAt(payload, 'commits')
    const branch = text(payload.ref, '').split('/').at(-1) ?? ''
    const sensitive = commits.flatMap((commit) => listTexts(commit, 'added')).filter(isSensitive)
    return {
      branch,
      pusher: text(objectAt(payload, 'pusher')?.name),
      commit_count: commits.length,
      warning: sensitive.length > 0 && `Sensitive files detected: ${sensitive.join(', ')}`,
    }
  },
  pull_request(payload) {
    const pull = objectAt(payload, 'pull_request') ?? {}
    const number = pull.number ?? 0
    return {
      action: text(payload.action),
      pr_number: number,
      title: text(pull.title, ''),
      author: text(objectAt(pull, 'user')?.login),
      ...(payload.action === 'closed' && pull.merged === true && { merged: true }),
      warning: pull.mergeable === false && `PR #${number} has merge conflicts`,
    }
  },
  issues(payload) {
    const issue = objectAt(payload, 'issue') ?? {}
    const labels = listAt(issue, 'labels').map((label) => text(label.name, ''))
    const title = text(issue.title, '')
    const critical = payload.action === 'opened' && labels.some((label) => CRITICAL.has(label.toUpperCase()))
    return {
      action: text(payload.action),
      issue_number: issue.number ?? 0,
      title,
      author: text(objectAt(issue, 'user')?.login),
      labels,
      ...(critical && { alert: `Critical issue opened: #${issue.number} - ${title}` }),
    }
  },
  check_suite(payload) {
    const suite = objectAt(payload, 'check_suite') ?? {}
    const branch = text(suite.head_branch)
    return {
      status: suite.status ?? '',
      conclusion: suite.conclusion ?? '',
      branch,
      warning: suite.conclusion === 'failure' && `Build failed on ${branch}`,
    }
  },
  deployment(payload) {
    const deployment = objectAt(payload, 'deployment')
    return { environment: text(deployment?.environment), ref: text(deployment?.ref) }
  },
  deployment_status(payload) {
    const status = objectAt(payload, 'deployment_status')
    const environment = text(status?.environment)
    return {
      state: text(status?.state),
      environment,
      warning: status?.state === 'failure' && `Deployment to ${environment} failed`,
    }
  },
  release(payload) {
    const release = objectAt(payload, 'release')
    return {
      action: text(payload.action),
      tag_name: text(release?.tag_name, ''),
      name: text(release?.name, ''),
    }
  },
}

const CRITICAL = new Set(['P0', 'CRITICAL', 'URGENT'])
const SENSITIVE = ['.env', '.key', '.secret', 'credentials']

function isSensitive(file: string): boolean {
  const name = file.toLowerCase()
  return SENSITIVE.some((pattern) => name.includes(pattern))
}

function text(value: unknown, otherwise = 'unknown'): string {
  return typeof value === 'string' ? value : otherwise
}

function listAt(parent: JsonObject, key: string): readonly JsonObject[] {
  const list = parent[key]
  return Array.isArray(list) ? list.filter((each) => typeof each === 'object' && each !== null) : []
}

function listTexts(parent: JsonObject, key: string): readonly string[] {
  const list = parent[key]
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : []
}
