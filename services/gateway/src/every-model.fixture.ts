import { fileURLToPath } from 'node:url'
import { openErasures, openJournal } from '@octometer/read-store'
import { alertNotificationRow, alertRow } from './alerts/alert-rows.fixture.ts'
import { appInteractionRow } from './app-interaction-row.fixture.ts'
import { auditRow } from './audit/audit-row.fixture.ts'
import { ciRows } from './ci-rows.fixture.ts'
import { exampleGuid, exampleReplay } from './documents/examples.fixture.ts'
import { memoryBucket } from './documents/memory-bucket.fixture.ts'
import { type GatewayTestOptions, type GatewayUnderTest, journal } from './gateway.fixture.ts'
import { hookRow, listingRow } from './intake-rows.fixture.ts'
import { lifeRow } from './life-rows.fixture.ts'
import { erasureState } from './people/erasure-state.fixture.ts'
import { projectRows } from './project-rows.fixture.ts'
import { repositoryRows } from './repository-rows.fixture.ts'
import {
  callRow,
  deadLetterRow,
  deliveryRow,
  factRow,
  momentRow,
  nameRow,
  personRows,
  pullRow,
  recordRow,
  replayRow,
  reviewRow,
  threadCommentRow,
  threadTurnRow,
} from './rows.fixture.ts'
import { deploymentRow, openedIssue, releaseRow, statusRow } from './work-rows.fixture.ts'

const TIME = '2026-03-04T10:00:00Z'
const at = new Date(TIME)
const teamsFile = fileURLToPath(new URL('./people/teams.fixture.yaml', import.meta.url))

/** A gateway to fill. */
export const filled: GatewayTestOptions = {
  now: new Date('2026-03-04T10:20:00Z'),
  env: { OCTO_TEAMS_FILE: teamsFile, OCTO_BADGE_KEY: Buffer.alloc(32, 7).toString('base64') },
}

const its = { repository_id: 1, number: 3 }

/** Something in every read model, of the repository `acme/api`. */
export async function fillEveryModel(gateway: GatewayUnderTest): Promise<void> {
  const issuedKeys = memoryBucket()
  gateway.log.keys = async () => issuedKeys
  const seen = { ...its, at, state: 'open', author: 'mona', labels: ['bug', 'sig-core'] } as const
  await gateway.insert('deliveries', {
    deliveries: [deliveryRow('one', TIME)],
    repository_names: [nameRow(1, 'acme/api', TIME)],
    commands: [replayRow(exampleReplay, at), auditRow(at)],
    snapshots: [appInteractionRow(at)],
  })
  await gateway.insert('counters', { counter_facts: [factRow('commits', 1, at)] })
  await gateway.insert('pull-requests', {
    pull_requests: [pullRow(seen)],
    pull_request_reviews: [reviewRow(its, 9, at)],
    // Grace is of another team than the label tells.
    pull_request_timeline: [
      momentRow(its, at, 'opened', ''),
      momentRow(its, at, 'review_commented', '9', 'grace'),
      momentRow(its, at, 'review_comment', '5'),
      momentRow(its, at, 'comment', '6'),
      momentRow(its, at, 'labeled', 'approved-grace'),
    ],
    pull_request_lives: [lifeRow(1, 5, at, { author: 'mona', merged_at: at })],
  })
  await gateway.insert(
    'people',
    personRows({ repository_id: 1, login: 'hubot', kind: 'review', at, key: '9' }),
  )
  await insertReview(gateway)
  await gateway.insert('people', { activity_records: [recordRow(at)] })
  await insertThread(gateway)
  const deployed = { repository_id: 1, deployment_id: 5, created_at: at }
  await gateway.insert('deployments', {
    deployments: [deploymentRow(deployed, at)],
    deployment_statuses: [statusRow(deployed, 6, at, 'success')],
    releases: [releaseRow(7, 1, at)],
  })
  await gateway.insert('issues', openedIssue(1, 8, at))
  await gateway.insert('repositories', {
    repository_days: repositoryRows(1, 'acme/api', at),
    repository_totals: [{ repository_id: 1, kind: 'issues_open', told: { taken_at: at, count: 1 } }],
  })
  await gateway.insert('projects', projectRows(1, at))
  await gateway.insert('intake', {
    intake_listings: [listingRow('missing', at)],
    hook_states: [hookRow(7, at)],
    intake_reads: [{ hour: at, hook: 'hook:7', read_from: at, read_until: at, read_at: at }],
  })
  await gateway.insert('checks', ciRows(1, at))
  await gateway.insert('api-usage', { api_calls: [callRow('call', TIME, { remaining: 4999, reset_at: at })] })
  await gateway.insert('alerts', {
    alerts: [alertRow('one', TIME)],
    alert_notifications: [alertNotificationRow('one', 'n1', { status: 'sent', attempts: 1 })],
  })
  await insertEnds(gateway)
}

/** What became of messages, and of somebody who was erased. */
async function insertEnds(gateway: GatewayUnderTest): Promise<void> {
  const store = gateway.store()
  await journal(store, [{ message: exampleGuid, projection: 'deliveries', outcome: 'projected', rows: 2 }])
  await openJournal(store).writeDeadLetters([deadLetterRow('counters', 'one', TIME)])
  await openErasures(store).write(erasureState(at))
}

/** Grace reviewed the pull request: her team is another than its label's. */
function insertReview(gateway: GatewayUnderTest): Promise<void> {
  const review = personRows({ repository_id: 1, login: 'grace', kind: 'review', at, key: '10' })
  const contributions = review.contributions.map((row) => ({ ...row, number: its.number }))
  return gateway.insert('people', { ...review, contributions })
}

function insertThread(gateway: GatewayUnderTest): Promise<void> {
  return gateway.insert('review-threads', {
    review_thread_comments: [threadCommentRow({ ...its, thread_id: 5 }, 5, at)],
    review_thread_turns: [threadTurnRow({ ...its, thread_id: 5 }, at, 'resolved')],
  })
}
