import { z } from 'zod'
import { branchScope } from '../branch-health.ts'
import {
  allOf,
  anyOfTexts,
  type Condition,
  generation,
  MERGED,
  noneOfAnyCase,
  noneOfTexts,
  oneOfAnyCase,
  repositoryIds,
  tableOf,
  timeRange,
} from '../conditions.ts'
import { deliveredUnits, doraSource } from '../dora.ts'
import { flakyQuestion } from '../flaky-checks.ts'
import { cameFrom, heldGuids, intakeQuestion } from '../intake.ts'
import { monitoredQuestion } from '../issue-monitoring.ts'
import { issueFilters } from '../issues.ts'
import { funnelQuestion } from '../pull-request-funnel.ts'
import { pullRequestQuestion } from '../pull-request-lives.ts'
import { askedThreads, threadFilters } from '../review-threads.ts'
import { reviewQuestion, waitingQuestion } from '../reviews.ts'
import { teamQuestion } from '../team-reviews.ts'
import { jobFilters, jobQuestion, runFilters, runQuestion } from '../workflow-metrics.ts'
import { branchChecks, flakedChecks, unfinishedQuestion, unfinishedThings } from './checked-things.ts'
import { contributionQuestion, contributionsOf, countedQuestion, countedThings } from './counted-things.ts'
import { listedIssues, openedIssues, openIssues, watchedIssues } from './issue-things.ts'
import { thingsBesideMerges } from './merge-things.ts'
import { contributionKeys, deliveredKeys, jobKeys, pullKeys, runKeys } from './payload-keys.ts'
import { planThings } from './project-things.ts'
import { funnelThings, openPullKeys, openPulls, pullThings } from './pull-things.ts'
import { observedNow, observedNowQuestion, observedRepository, observedTimes } from './repository-things.ts'
import { reviewThings, teamThings, waitingThings } from './review-things.ts'
import { syncedThings } from './synced-things.ts'
import { threadKeys } from './thread-keys.ts'
import { type Among, newestOf, receivedIn, type Things, thatTellOf, withGuids } from './told-deliveries.ts'

/** What is behind a number, by what it counts. */
const evidenceThings = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('counters'), ...countedQuestion }),
  /** Opened in the range. */
  z.object({ kind: z.literal('issues') }),
  /** Whenever they were opened. */
  z.object({ kind: z.literal('open_issues') }),
  /** Those of a list. */
  z.object({ kind: z.literal('listed_issues'), filters: issueFilters }),
  /** Those that health or a trend counts. */
  z.object({ kind: z.literal('watched_issues'), question: monitoredQuestion }),
  z.object({ kind: z.literal('deliveries'), source: doraSource }),
  z.object({ kind: z.literal('pulls'), question: pullRequestQuestion }),
  /** What their definition looks at beside them; it must look at something (`looksBesidePulls`). */
  z.object({ kind: z.literal('beside_pulls'), question: pullRequestQuestion }),
  /** Opened in the period, or open now. */
  z.object({ kind: z.literal('funnel'), question: funnelQuestion }),
  /** Those that are open now, each by the delivery that says so. */
  z.object({ kind: z.literal('open_pulls'), generation }),
  z.object({ kind: z.literal('runs'), question: z.object(runQuestion) }),
  z.object({ kind: z.literal('jobs'), question: z.object(jobQuestion) }),
  z.object({ kind: z.literal('checks'), question: flakyQuestion }),
  z.object({ kind: z.literal('unfinished'), ...unfinishedQuestion }),
  z.object({ kind: z.literal('branches'), question: z.object(branchScope) }),
  z.object({ kind: z.literal('contributions'), ...contributionQuestion }),
  /** In a range of their own. */
  z.object({ kind: z.literal('reviews'), question: z.object(reviewQuestion) }),
  z.object({ kind: z.literal('team_reviews'), question: z.object(teamQuestion) }),
  z.object({ kind: z.literal('waiting_pulls'), question: z.object(waitingQuestion) }),
  z.object({ kind: z.literal('threads'), ...threadFilters }),
  z.object({ kind: z.literal('repository'), ...observedTimes }),
  /** Several, as they are now. */
  z.object({ kind: z.literal('repositories'), ...observedNowQuestion }),
  z.object({ kind: z.literal('plans') }),
  /** All that GitHub counts too: pull requests, issues, deployments and releases. */
  z.object({ kind: z.literal('synced'), generation }),
  /** Whatever was received in the range. */
  z.object({ kind: z.literal('received'), senders: anyOfTexts, without: noneOfTexts }),
  /** Of hooks, whatever any log says. */
  z.object({ kind: z.literal('received_from'), hooks: anyOfTexts }),
  /** What GitHub's logs list. */
  z.object({ kind: z.literal('held'), question: intakeQuestion }),
  /** The delivery that was received last. */
  z.object({ kind: z.literal('newest') }),
  /** What some projection rejected, and nobody has settled. */
  z.object({ kind: z.literal('dead_letters') }),
])

type EvidenceThings = z.output<typeof evidenceThings>

/** One kind of what a number counts. */
export const evidencePart = z.object({ ...timeRange, repositories: repositoryIds, of: evidenceThings })

export type EvidencePart = z.output<typeof evidencePart>

/** What it counts; null where deliveries themselves are counted, or named. */
export function thingsOf({ of, ...among }: EvidencePart): Things | null {
  switch (of.kind) {
    case 'received':
    case 'received_from':
    case 'held':
    case 'newest':
    case 'dead_letters':
      return null
    case 'open_pulls':
      return { keys: openPullKeys(of.generation, among), events: pullKeys }
    default:
      return thingsBehind(of, among)
  }
}

/** SELECT of the deliveries behind it, with their receipts. */
export function deliveriesBehind({ of, ...among }: EvidencePart): Condition {
  switch (of.kind) {
    case 'received':
      return receivedIn(among, sentBy(of.senders, of.without))
    case 'received_from':
      return receivedIn(among, cameFrom(of.hooks))
    case 'held':
      return withGuids(heldGuids(of.question), among)
    case 'newest':
      return newestOf(among)
    case 'open_pulls':
      return withGuids(openPulls(of.generation, among), among)
    case 'dead_letters':
      return withGuids({ sql: OPEN_LETTERS, values: {} }, among)
    default:
      return thatTellOf(thingsBehind(of, among), among)
  }
}

const SENDER = "ifNull(sender, '')"

function sentBy(senders: readonly string[] | null, without: readonly string[]): Condition | null {
  return allOf([oneOfAnyCase(SENDER, 'senders', senders), noneOfAnyCase(SENDER, without)])
}

type Told = Exclude<
  EvidenceThings,
  { readonly kind: 'received' | 'received_from' | 'held' | 'newest' | 'open_pulls' | 'dead_letters' }
>

function thingsBehind(of: Told, among: Among): Things {
  switch (of.kind) {
    case 'counters':
      return countedThings(of, among)
    case 'issues':
      return openedIssues(among)
    case 'open_issues':
      return openIssues(among)
    case 'listed_issues':
      return listedIssues(of.filters)
    case 'watched_issues':
      return watchedIssues(of.question)
    case 'deliveries':
      return { keys: delivered(of.source, among), events: deliveredKeys[of.source] }
    case 'pulls':
      return pullThings(of.question)
    case 'funnel':
      return funnelThings(of.question)
    case 'beside_pulls':
      return thingsBesideMerges(of.question)
    case 'runs':
      return runThings(of.question)
    case 'jobs':
      return {
        keys: finalKeys('job', 'job_id', 'workflow_jobs', of.question, jobFilters(of.question)),
        events: jobKeys,
      }
    case 'checks':
      return flakedChecks(of.question)
    case 'unfinished':
      return unfinishedThings(of)
    case 'branches':
      return branchChecks(of.question)
    case 'contributions':
      return { keys: contributionsOf(of, among), events: contributionKeys }
    case 'reviews':
      return reviewThings(of.question)
    case 'team_reviews':
      return teamThings(of.question)
    case 'waiting_pulls':
      return waitingThings(of.question)
    case 'threads':
      return { keys: threads(of, among), events: threadKeys }
    case 'repository':
      return observedRepository(of)
    case 'repositories':
      return observedNow(of.dated, among)
    case 'plans':
      return planThings(among)
    case 'synced':
      return syncedThings(of.generation, among)
  }
}

function runThings(question: Extract<Told, { readonly kind: 'runs' }>['question']): Things {
  return {
    keys: finalKeys('run', 'run_id', 'workflow_runs', question, runFilters(question)),
    events: runKeys,
  }
}

function delivered(source: z.output<typeof doraSource>, { repositories, ...range }: Among): Condition {
  const { sql, values } = deliveredUnits(source, range, repositories)
  return {
    sql: `SELECT repository_id, concat('unit:', toString(id)) FROM (${sql}) SETTINGS final = 1`,
    values,
  }
}

function finalKeys(
  kind: string,
  id: string,
  table: string,
  question: { readonly generation: z.output<typeof generation> },
  { sql, values }: Condition,
): Condition {
  return {
    sql: `SELECT repository_id, concat('${kind}:', toString(${id})) FROM ${tableOf(table, question.generation)} FINAL ${sql}`,
    values,
  }
}

function threads(of: Extract<Told, { readonly kind: 'threads' }>, among: Among): Condition {
  const { sql, values } = askedThreads({
    ...among,
    authors: of.authors,
    without: of.without,
    states: of.states,
  })
  return {
    sql: `SELECT repository_id, concat('thread:', toString(thread_id)) FROM (${sql}) ${MERGED}`,
    values,
  }
}

const OPEN_LETTERS = `
  SELECT message_id FROM (
    SELECT max(d.message_id) AS message_id, max(d.status).status AS status FROM dead_letters AS d GROUP BY dead_letter_id)
  WHERE status = 'open'`
