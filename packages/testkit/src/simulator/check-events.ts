import {
  genuineExample,
  genuineHead,
  genuineRepository,
  objectIn,
  type Renaming,
  shapeOf,
} from './examples.ts'
import type { Json, JsonObject } from './json.ts'
import { type Commit, fullName, type Pull, type Repository } from './model.ts'
import { headCommitObject } from './push-event.ts'
import { repositoryLink } from './repositories.ts'
import type { World } from './world.ts'
import { isoSeconds } from './zone.ts'

export interface CheckApp {
  readonly slug: string
  readonly object: JsonObject
}

/** What is checked: one commit at the head of a branch. */
export interface CheckSubject {
  readonly repository: Repository
  readonly sha: string
  readonly before: string
  /** Null for a pull request from a fork, whose `pull_requests` are then empty. */
  readonly branch: string | null
  readonly commit: Commit
  readonly pulls: readonly Pull[]
}

export interface CheckSuite {
  readonly id: number
  readonly app: CheckApp
  readonly subject: CheckSubject
  /** Null while they run, and for a suite that never had any. */
  conclusion: string | null
  readonly createdAt: number
  updatedAt: number
  runs: number
}

export interface CheckRun {
  readonly id: number
  readonly name: string
  readonly suite: CheckSuite
  readonly startedAt: number
  conclusion: string | null
  completedAt: number | null
}

const genuineSuite = objectIn(genuineExample('check_suite', 3), 'check_suite')
const genuineRun = objectIn(genuineExample('check_run', 3), 'check_run')
const genuineSuiteOfRun = objectIn(genuineRun, 'check_suite')

const suiteKeys = ['app', 'pull_requests', 'head_commit', 'id', 'created_at', 'updated_at']
const suiteShape = shapeOf(genuineSuite, suiteKeys)
const runSuiteShape = shapeOf(genuineSuiteOfRun, suiteKeys)
const runShape = shapeOf(genuineRun, ['check_suite', 'app', 'pull_requests', 'id', 'name'])
const actionsShape = shapeOf(objectIn(genuineExample('check_suite', 1), 'check_suite', 'app'), ['id'])

export const actionsApp: CheckApp = {
  slug: 'github-actions',
  object: actionsShape([], { id: 15368, slug: 'github-actions', name: 'GitHub Actions' }),
}
export const linterApp: CheckApp = { slug: 'octocoders-linter', object: objectIn(genuineSuite, 'app') }

/** Sends `check_run`; the action tells whether it was created or completed. */
export function deliverCheckRun(world: World, action: string, run: CheckRun): void {
  const { suite } = run
  const { repository, sha } = suite.subject
  const completed = run.completedAt !== null
  const checkRun = runShape(renamingOf(suite, run.id), {
    id: run.id,
    head_sha: sha,
    name: run.name,
    status: completed ? 'completed' : 'in_progress',
    conclusion: run.conclusion,
    started_at: isoSeconds(run.startedAt),
    completed_at: run.completedAt === null ? null : isoSeconds(run.completedAt),
    check_suite: suiteObject(suite, runSuiteShape),
    app: suite.app.object,
    pull_requests: suite.subject.pulls.map(pullLink),
  })
  const payload = { action, check_run: checkRun }
  world.deliver(
    { event: 'check_run', repository, sender: suite.subject.commit.author, payload },
    (oracle) => {
      if (action !== 'completed') return
      oracle.runCompleted({
        repositoryId: repository.id,
        runId: run.id,
        name: run.name,
        conclusion: run.conclusion,
        suiteCreatedAt: suite.createdAt,
      })
    },
  )
}

/** Sends `check_suite` completed: hooks of repositories and organisations get no other action. */
export function deliverSuiteCompleted(world: World, suite: CheckSuite): void {
  const { repository, commit } = suite.subject
  const payload = {
    action: 'completed',
    check_suite: suiteObject(suite, suiteShape, {
      latest_check_runs_count: suite.runs,
      head_commit: headCommitObject(commit),
    }),
  }
  world.deliver({ event: 'check_suite', repository, sender: commit.author, payload }, (oracle) => {
    oracle.suiteCompleted({
      repositoryId: repository.id,
      suiteId: suite.id,
      conclusion: suite.conclusion,
      createdAt: suite.createdAt,
    })
  })
}

function suiteObject(suite: CheckSuite, shape: typeof suiteShape, more: JsonObject = {}): JsonObject {
  const { sha, before, branch, pulls } = suite.subject
  return shape(renamingOf(suite, null), {
    id: suite.id,
    head_branch: branch,
    head_sha: sha,
    status: suite.conclusion === null ? 'in_progress' : 'completed',
    conclusion: suite.conclusion,
    before,
    after: sha,
    pull_requests: pulls.map(pullLink),
    app: suite.app.object,
    created_at: isoSeconds(suite.createdAt),
    updated_at: isoSeconds(suite.updatedAt),
    ...more,
  })
}

function renamingOf(suite: CheckSuite, runId: number | null): Renaming {
  const { repository, sha } = suite.subject
  return [
    [genuineRepository, fullName(repository)],
    ['118578147', String(suite.id)],
    ['128620228', String(runId ?? 0)],
    [genuineHead, sha],
  ]
}

/** A pull request as check payloads name it. */
export function pullLink(pull: Pull): Json {
  const repo = repositoryLink(pull.repository)
  return {
    url: `https://api.github.com/repos/${fullName(pull.repository)}/pulls/${pull.number}`,
    id: pull.id,
    number: pull.number,
    head: { ref: pull.headRef, sha: pull.headSha, repo },
    base: { ref: pull.baseRef, sha: pull.baseSha, repo },
  }
}
