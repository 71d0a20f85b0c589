import type { SimulatedDelivery } from './delivery.ts'
import type { CounterName, ExpectedFact } from './oracle-counters.ts'
import { type ParsedPayload, type ParsedPull, parseBody } from './parsed-payload.ts'

type Found = readonly [counter: CounterName, key: string, time: string | null]
type Read = (payload: ParsedPayload) => readonly Found[]

const readers: Readonly<Record<string, Read>> = {
  push: ({ ref, before, after, deleted, commits, repository }) => {
    if (deleted || !ref.startsWith('refs/heads/')) return []
    const pushedAt = new Date(repository.pushed_at * 1000).toISOString()
    const dated = commits.filter(({ timestamp }) => /^(19[7-9]|20|210[0-5])/.test(timestamp))
    return [
      ['pushes', `${ref} ${before} ${after}`, pushedAt],
      ...dated.map(({ id, timestamp }): Found => ['commits', id, timestamp]),
    ]
  },
  pull_request: ({ action, pull_request: pull }) => {
    const { number, created_at, updated_at, head } = pull
    const opened: Found = ['pulls_opened', `${number}`, created_at]
    const conflict: Found = ['conflicts', `${number} ${head.sha}`, updated_at]
    return [
      ...(action === 'opened' ? [opened] : []),
      ...(action === 'closed' ? readClosed(pull) : []),
      ...(pull.mergeable === false ? [conflict] : []),
    ]
  },
  issues: ({ action, issue }) => {
    if (action === 'opened') return [['issues_opened', `${issue.number}`, issue.created_at]]
    if (action !== 'closed') return []
    return [['issues_closed', `${issue.number}@${issue.closed_at}`, issue.closed_at]]
  },
  deployment: ({ deployment }) => {
    const production = deployment.environment === 'production' || deployment.production_environment === true
    const { id, created_at: at } = deployment
    const made: Found = ['deployments', `${id}`, at]
    const hot = production && /\bhot-?fix/i.test(deployment.ref)
    return hot ? [made, ['hotfixes', `deployment:${id}`, at]] : [made]
  },
  check_suite: ({ action, check_suite: suite }) => {
    const failed = /^(failure|timed_out|startup_failure)$/.test(suite.conclusion ?? '')
    return action === 'completed' && failed ? [['build_failures', `${suite.id}`, suite.created_at]] : []
  },
  check_run: ({ action, check_run: run }) => {
    const failed = action === 'completed' && /^(failure|timed_out)$/.test(run.conclusion ?? '')
    const isTest = /\b(test|spec|e2e|integration|unit)s?\b/i.test(run.name)
    return failed && isTest ? [['test_failures', `${run.id}`, run.check_suite.created_at]] : []
  },
}

function readClosed(pull: ParsedPull): Found[] {
  if (!pull.merged) return [['pulls_closed', `${pull.number}@${pull.closed_at}`, pull.closed_at]]
  const texts = [pull.title, pull.head.ref, ...pull.labels.map((label) => label.name)]
  const merged: Found = ['pulls_merged', `${pull.number}`, pull.merged_at]
  if (!texts.some((text) => /\bhot-?fix/i.test(text))) return [merged]
  return [merged, ['hotfixes', `pull:${pull.number}`, pull.merged_at]]
}

/**
 * The facts of DEFINITIONS read from the bodies alone, in whatever order they come: a second way to the oracle's, for
 * its tests. A fact's time is part of what it is; of a conflict only the earliest counts.
 */
export function recountFacts(deliveries: Iterable<SimulatedDelivery>): ExpectedFact[] {
  const facts = new Map<string, ExpectedFact>()
  for (const delivery of deliveries) {
    const read = readers[delivery.event]
    if (read === undefined) continue
    const payload = parseBody(delivery)
    for (const [counter, key, time] of read(payload)) {
      const fact = { counter, repositoryId: payload.repository.id, key, at: Date.parse(time ?? '') }
      const timed = counter === 'conflicts' ? '' : fact.at
      const name = `${counter} ${fact.repositoryId} ${key} ${timed}`
      const known = facts.get(name)
      if (known === undefined || fact.at < known.at) facts.set(name, fact)
    }
  }
  return [...facts.values()]
}
