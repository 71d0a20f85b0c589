import {
  checkRunSchema,
  checkSuiteSchema,
  deploymentSchema,
  issuesSchema,
  type PullRequestPayload,
  pullRequestSchema,
  pushSchema,
} from '@octometer/event-contracts'
import type { ProjectionSettings } from '@octometer/projector-runtime'
import type { Told } from '../told-by-snapshot.ts'
import type { Fact } from './fact.ts'

type Payload = Told['payload']

/** The facts in one event's payload. Throws the schema's error for a payload that is not as GitHub documents it. */
export type FactReader = (payload: Payload, settings: ProjectionSettings) => readonly Fact[]

/** By event name. An event that is not here holds nothing that is counted. */
export const factReaders: Readonly<Record<string, FactReader>> = {
  push: pushFacts,
  pull_request: pullRequestFacts,
  issues: issueFacts,
  deployment: deploymentFacts,
  check_suite: checkSuiteFacts,
  check_run: checkRunFacts,
}

const BRANCH = 'refs/heads/'

function pushFacts(payload: Payload): readonly Fact[] {
  const push = pushSchema.parse(payload)
  if (!push.ref.startsWith(BRANCH)) return []
  const commits = push.commits.map(({ id, timestamp }) => fact('commits', id, timestamp))
  const pushedAt = push.repository.pushed_at
  if (push.deleted || pushedAt === null || pushedAt === undefined) return commits
  return [...commits, fact('pushes', `${push.ref}:${push.before}:${push.after}`, pushedAt)]
}

function pullRequestFacts(payload: Payload, settings: ProjectionSettings): readonly Fact[] {
  const event = pullRequestSchema.parse(payload)
  const { number, created_at, closed_at, merged_at, updated_at, mergeable, head } = event.pull_request
  const facts: Fact[] = []
  if (event.action === 'opened') facts.push(fact('pulls_opened', `${number}`, created_at))
  if (event.action === 'closed' && merged_at !== null) {
    facts.push(fact('pulls_merged', `${number}`, merged_at))
    if (isHotfix(event, settings)) facts.push(fact('hotfixes', `pull:${number}`, merged_at))
  }
  if (event.action === 'closed' && merged_at === null && closed_at !== null) {
    facts.push(fact('pulls_closed', `${number}:${closed_at.toISOString()}`, closed_at))
  }
  if (mergeable === false) facts.push(fact('conflicts', `${number}:${head.sha}`, updated_at))
  return facts
}

function isHotfix({ pull_request }: PullRequestPayload, { hotfixPattern }: ProjectionSettings): boolean {
  const texts = [pull_request.head.ref, pull_request.title, ...pull_request.labels.map(({ name }) => name)]
  return texts.some((text) => matches(hotfixPattern, text))
}

function issueFacts(payload: Payload): readonly Fact[] {
  const { action, issue } = issuesSchema.parse(payload)
  if (issue.pull_request !== undefined) return []
  if (action === 'opened') return [fact('issues_opened', `${issue.number}`, issue.created_at)]
  if (action !== 'closed' || issue.closed_at === null) return []
  return [fact('issues_closed', `${issue.number}:${issue.closed_at.toISOString()}`, issue.closed_at)]
}

function deploymentFacts(payload: Payload, { hotfixPattern }: ProjectionSettings): readonly Fact[] {
  const { action, deployment } = deploymentSchema.parse(payload)
  if (action !== 'created') return []
  const created = fact('deployments', `${deployment.id}`, deployment.created_at)
  const isProduction = deployment.production_environment === true || deployment.environment === 'production'
  if (!isProduction || !matches(hotfixPattern, deployment.ref)) return [created]
  return [created, fact('hotfixes', `deployment:${deployment.id}`, deployment.created_at)]
}

const FAILED_BUILD: ReadonlySet<string | null> = new Set(['failure', 'timed_out', 'startup_failure'])
const FAILED_TEST: ReadonlySet<string | null> = new Set(['failure', 'timed_out'])

function checkSuiteFacts(payload: Payload): readonly Fact[] {
  const { action, check_suite } = checkSuiteSchema.parse(payload)
  if (action !== 'completed' || !FAILED_BUILD.has(check_suite.conclusion)) return []
  return [fact('build_failures', `${check_suite.id}`, check_suite.created_at)]
}

function checkRunFacts(payload: Payload, { testCheckPattern }: ProjectionSettings): readonly Fact[] {
  const { action, check_run } = checkRunSchema.parse(payload)
  if (action !== 'completed' || !FAILED_TEST.has(check_run.conclusion)) return []
  const began = check_run.check_suite?.created_at
  if (began === null || began === undefined || !matches(testCheckPattern, check_run.name)) return []
  return [fact('test_failures', `${check_run.id}`, began)]
}

function fact(counter: Fact['counter'], key: string, at: Date): Fact {
  return { counter, key, at }
}

/** `search` starts at the beginning whatever flags an operator's pattern has; `test` would remember where it was. */
function matches(pattern: RegExp, text: string): boolean {
  return text.search(pattern) >= 0
}
