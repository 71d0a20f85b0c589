import { hour, minute, second } from './calendar.ts'
import {
  actionsApp,
  type CheckApp,
  type CheckRun,
  type CheckSubject,
  type CheckSuite,
  deliverCheckRun,
  deliverSuiteCompleted,
  linterApp,
} from './check-events.ts'
import { deliverStatus } from './status-event.ts'
import { deliverWorkflowJob, deliverWorkflowRun, type WorkflowRun } from './workflow-events.ts'
import type { Life, World } from './world.ts'

// Names that are tests, beside names that only look like them to a careless pattern.
const actionsNames = [
  'test (ubuntu-latest, 24)',
  'unit-tests',
  'E2E / chrome',
  'integration',
  'Specs',
  'build',
  'typecheck',
  'latest',
  'contest-rules',
  'pytest',
  'integration_db',
  'can-be-merged',
]
const linterNames = ['Octocoders-linter', 'spelling', 'attestation']

const runConclusions: readonly (readonly [string, number])[] = [
  ['success', 80],
  ['failure', 8],
  ['timed_out', 2],
  ['cancelled', 2],
  ['skipped', 3],
  ['neutral', 2],
  ['action_required', 1],
]

/** Worst first: a suite concludes as its worst run does. */
const severity = ['failure', 'timed_out', 'action_required', 'cancelled', 'success', 'neutral', 'skipped']

/** All that checks a commit after it was pushed. */
export function* checks(world: World, subject: CheckSubject): Life {
  const { random } = world
  world.spawn(suiteLife(world, subject, actionsApp))
  if (random.chance(0.3)) world.spawn(suiteLife(world, subject, linterApp))
  if (!random.chance(0.15)) return
  deliverStatus(world, subject, 'pending')
  yield world.soon(4 * minute)
  deliverStatus(world, subject, random.chance(0.85) ? 'success' : 'failure')
}

function* suiteLife(world: World, subject: CheckSubject, app: CheckApp): Life {
  const { random } = world
  const now = world.now()
  const suite: CheckSuite = {
    id: world.id('suite'),
    app,
    subject,
    conclusion: null,
    createdAt: now,
    updatedAt: now,
    runs: 0,
  }
  if (random.chance(0.015)) {
    yield world.soon(5 * second)
    // A broken workflow file, or a suite that nobody ever looked at.
    return conclude(world, suite, random.chance(0.8) ? 'startup_failure' : 'stale')
  }
  const workflow = app === actionsApp && random.chance(0.35) ? startWorkflow(world, suite, 1) : null
  const names =
    app === actionsApp ? random.sample(actionsNames, random.int(1, 4)) : [random.pick(linterNames)]
  let runs = yield* attempt(world, suite, names, workflow)
  for (let again = 2; again <= 3 && isFailed(suite.conclusion) && random.chance(0.45); again += 1) {
    yield world.later(subject.commit.author, 30 * minute)
    runs = yield* rerun(world, suite, runs, again)
  }
}

/** A second try: the suite keeps its id; Actions makes new runs, other apps complete the same run again. */
function* rerun(
  world: World,
  suite: CheckSuite,
  before: readonly CheckRun[],
  again: number,
): Generator<number, CheckRun[], void> {
  const failed = before.filter((run) => isFailed(run.conclusion))
  suite.conclusion = null
  if (suite.app === actionsApp) {
    const names = failed.map((run) => run.name)
    return yield* attempt(world, suite, names, again === 2 ? startWorkflow(world, suite, again) : null)
  }
  const runs = [...before]
  yield world.soon(2 * minute)
  for (const run of runs) finish(world, run, null)
  conclude(world, suite, worst(runs))
  return runs
}

function* attempt(
  world: World,
  suite: CheckSuite,
  names: readonly string[],
  workflow: WorkflowRun | null,
): Generator<number, CheckRun[], void> {
  yield world.soon(4 * second)
  const runs = names.map((name) => startRun(world, suite, name, workflow))
  suite.runs += runs.length
  if (workflow !== null) deliverWorkflowRun(world, 'in_progress', workflow)
  const left = [...runs]
  while (left.length > 0) {
    yield world.soon(3 * minute)
    // Several jobs of a matrix often end within one second.
    const together = world.random.chance(0.3) ? left.length : 1
    for (const run of left.splice(0, together)) finish(world, run, workflow)
  }
  conclude(world, suite, worst(runs))
  if (workflow !== null) deliverWorkflowRun(world, 'completed', workflow)
  return runs
}

function startRun(world: World, suite: CheckSuite, name: string, workflow: WorkflowRun | null): CheckRun {
  const startedAt = world.now()
  const run = { id: world.id('run'), name, suite, startedAt, conclusion: null, completedAt: null }
  if (workflow !== null && world.random.chance(0.6)) deliverWorkflowJob(world, 'queued', workflow, run)
  deliverCheckRun(world, 'created', run)
  return run
}

function finish(world: World, run: CheckRun, workflow: WorkflowRun | null): void {
  run.conclusion = world.random.weighted(runConclusions)
  run.completedAt = world.now()
  run.suite.updatedAt = world.now()
  deliverCheckRun(world, 'completed', run)
  if (workflow !== null && world.random.chance(0.6)) deliverWorkflowJob(world, 'completed', workflow, run)
}

function conclude(world: World, suite: CheckSuite, conclusion: string): void {
  suite.conclusion = conclusion
  suite.updatedAt = world.now()
  deliverSuiteCompleted(world, suite)
}

function startWorkflow(world: World, suite: CheckSuite, attempt: number): WorkflowRun {
  const number = Math.floor((suite.createdAt - suite.subject.repository.createdAt) / hour)
  const run = { id: world.id('workflowRun'), number, attempt, suite, startedAt: world.now() }
  deliverWorkflowRun(world, 'requested', run)
  return run
}

function worst(runs: readonly CheckRun[]): string {
  return severity.find((conclusion) => runs.some((run) => run.conclusion === conclusion)) ?? 'success'
}

function isFailed(conclusion: string | null): boolean {
  return conclusion === 'failure' || conclusion === 'timed_out'
}
