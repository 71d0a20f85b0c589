import type { Snapshot } from '@octometer/event-contracts'
import type { SimulatedDelivery } from '@octometer/testkit'

type Fields = Readonly<Record<string, unknown>>

/** An object as somebody saw it: the newest counts, of one second what comes later in its life. */
interface Seen {
  readonly fields: Fields
  readonly version: readonly (string | number)[]
}

/** Everything that GitHub would show of a repository, folded from its deliveries. */
interface World {
  readonly repository: Fields
  readonly pulls: Map<string, { core: Seen; full: Seen | null; closings: Set<string> }>
  readonly reviews: Map<string, Map<string, Seen>>
  /** Of issues and pull requests, and on code. */
  readonly comments: Map<string, Map<string, Fields>>
  readonly codeComments: Map<string, Map<string, Fields>>
  readonly issues: Map<string, { seen: Seen; closings: Set<string>; gone: boolean }>
  readonly commits: Map<string, Fields>
  readonly suites: Map<string, Seen>
  readonly runs: Map<string, Map<string, Seen>>
  readonly workflows: Map<string, Seen>
  readonly jobs: Map<string, Map<string, Seen>>
  readonly statuses: Map<string, { branches: string[]; its: Map<string, Fields> }>
  readonly deployments: Map<string, { fields: Fields; statuses: Map<string, Fields> }>
  readonly releases: Map<string, Seen>
}

function emptyWorld(repository: Fields): World {
  return {
    repository,
    ...{
      pulls: new Map(),
      reviews: new Map(),
      comments: new Map(),
      codeComments: new Map(),
      issues: new Map(),
      commits: new Map(),
      suites: new Map(),
    },
    ...{ runs: new Map(), workflows: new Map(), jobs: new Map(), statuses: new Map() },
    ...{ deployments: new Map(), releases: new Map() },
  }
}

const fieldsOf = (value: unknown): Fields => ({ ...Object(value) })
const textOf = (value: unknown) => String(value)

function newer(before: Seen | null | undefined, now: Seen): Seen {
  if (before === null || before === undefined) return now
  for (const [index, part] of now.version.entries()) {
    const other = before.version[index] ?? ''
    if (part !== other) return part > other ? now : before
  }
  return now
}

function inside<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key) ?? make()
  map.set(key, known)
  return known
}

const rankOf = (action: unknown) => (action === 'closed' ? 3 : action === 'opened' ? 1 : 2)

type Fold = (world: World, payload: Fields, delivery: SimulatedDelivery) => void

const folds: Readonly<Record<string, Fold>> = {
  pull_request: (world, payload, { guid }) => foldPull(world, payload, guid, rankOf(payload.action), true),
  pull_request_review: (world, payload, { guid }) => {
    foldPull(world, payload, guid, 0, false)
    const review = fieldsOf(payload.review)
    const rank = { submitted: 1, edited: 2, dismissed: 3 }[textOf(payload.action)] ?? 0
    const its = inside(world.reviews, textOf(fieldsOf(payload.pull_request).number), () => new Map())
    const state = payload.action === 'dismissed' ? 'dismissed' : review.state
    const seen = { fields: { ...review, state }, version: [rank] }
    its.set(textOf(review.id), newer(its.get(textOf(review.id)), seen))
  },
  pull_request_review_comment: (world, payload, { guid }) => {
    foldPull(world, payload, guid, 0, false)
    foldComment(world.codeComments, fieldsOf(payload.pull_request), payload)
  },
  issues: (world, payload, { guid }) => foldIssue(world, payload, guid, rankOf(payload.action)),
  issue_comment: (world, payload, { guid }) => {
    foldIssue(world, payload, guid, 0)
    foldComment(world.comments, fieldsOf(payload.issue), payload)
  },
  push: foldPush,
  check_suite: (world, payload) => foldSuite(world, fieldsOf(payload.check_suite), payload.action),
  check_run: foldRun,
  workflow_run: (world, payload) => {
    const { name } = fieldsOf(payload.workflow)
    const run: Fields = { ...fieldsOf(payload.workflow_run), workflow_name: name }
    const key = `${run.id}:${run.run_attempt}`
    const version = [stage(run.status), textOf(run.updated_at)]
    world.workflows.set(key, newer(world.workflows.get(key), { fields: run, version }))
  },
  workflow_job: (world, payload) => {
    const job = fieldsOf(payload.workflow_job)
    const its = inside(world.jobs, `${job.run_id}:${job.run_attempt}`, () => new Map())
    its.set(textOf(job.id), newer(its.get(textOf(job.id)), { fields: job, version: [stage(job.status)] }))
  },
  status: (world, payload) => {
    const branches = Array.isArray(payload.branches)
      ? payload.branches.map((each) => textOf(fieldsOf(each).name))
      : []
    const its = inside(world.statuses, textOf(payload.sha), () => ({ branches, its: new Map() }))
    const { id, state, context, description, created_at } = payload
    its.its.set(textOf(id), { id, state, context, description, created_at })
  },
  deployment: (world, payload) => void foldDeployment(world, payload),
  deployment_status: (world, payload) => {
    const status = fieldsOf(payload.deployment_status)
    foldDeployment(world, payload).statuses.set(textOf(status.id), status)
  },
  release: (world, payload) => {
    const release = fieldsOf(payload.release)
    const key = textOf(release.id)
    world.releases.set(key, newer(world.releases.get(key), { fields: release, version: [] }))
  },
}

function foldPull(world: World, payload: Fields, guid: string, rank: number, isFull: boolean): void {
  const pull = fieldsOf(payload.pull_request)
  const seen = { fields: pull, version: [textOf(pull.updated_at), rank, guid] }
  const key = textOf(pull.number)
  const known = world.pulls.get(key)
  const closings = known?.closings ?? new Set()
  if (payload.action === 'closed' && pull.merged_at === null) closings.add(textOf(pull.closed_at))
  world.pulls.set(key, {
    core: newer(known?.core, seen),
    full: isFull ? newer(known?.full, seen) : (known?.full ?? null),
    closings,
  })
}

function foldIssue(world: World, payload: Fields, guid: string, rank: number): void {
  const issue = fieldsOf(payload.issue)
  if (issue.pull_request !== undefined) return
  const key = textOf(issue.number)
  const known = world.issues.get(key)
  const closings = known?.closings ?? new Set()
  if (payload.action === 'closed') closings.add(textOf(issue.closed_at))
  const seen = newer(known?.seen, { fields: issue, version: [textOf(issue.updated_at), rank, guid] })
  const gone = known?.gone === true || payload.action === 'deleted'
  world.issues.set(key, { seen, closings, gone })
}

function foldComment(comments: World['comments'], about: Fields, payload: Fields): void {
  const comment = fieldsOf(payload.comment)
  const its = inside(comments, textOf(about.number), () => new Map())
  if (payload.action === 'deleted') its.delete(textOf(comment.id))
  else its.set(textOf(comment.id), comment)
}

function foldPush(world: World, payload: Fields): void {
  const { default_branch } = fieldsOf(payload.repository)
  if (payload.ref !== `refs/heads/${default_branch}` || !Array.isArray(payload.commits)) return
  for (const each of payload.commits) {
    const { id, timestamp, message, url, author } = fieldsOf(each)
    world.commits.set(textOf(id), { id, timestamp, message, url, author })
  }
}

const stage = (status: unknown) =>
  ['waiting', 'requested', 'queued', 'in_progress', 'completed'].indexOf(textOf(status))

function foldSuite(world: World, suite: Fields, action: unknown): void {
  const key = textOf(suite.id)
  const version = [textOf(suite.updated_at), action === 'completed' ? 1 : 0]
  world.suites.set(key, newer(world.suites.get(key), { fields: suite, version }))
}

function foldRun(world: World, payload: Fields): void {
  const { check_suite, ...run } = fieldsOf(payload.check_run)
  const suite = fieldsOf(check_suite)
  foldSuite(world, suite, '')
  const its = inside(world.runs, textOf(suite.id), () => new Map())
  const seen = { fields: run, version: [stage(run.status), textOf(run.completed_at)] }
  its.set(textOf(run.id), newer(its.get(textOf(run.id)), seen))
}

function foldDeployment(world: World, payload: Fields) {
  const fields = fieldsOf(payload.deployment)
  return inside(world.deployments, textOf(fields.id), () => ({ fields, statuses: new Map<string, Fields>() }))
}

/** What a sync at `takenAt` appends after these deliveries were sent. */
export function snapshotsOf(deliveries: readonly SimulatedDelivery[], takenAt: Date): readonly Snapshot[] {
  const worlds = new Map<string, World>()
  for (const delivery of deliveries) {
    const payload = fieldsOf(delivery.payload)
    const repository = fieldsOf(payload.repository)
    if (repository.id === undefined) continue
    const world = inside(worlds, textOf(repository.id), () => emptyWorld(repository))
    folds[delivery.event]?.(world, payload, delivery)
  }
  return [...worlds.values()].flatMap((world) => looksAt(world, takenAt.toISOString()))
}

interface Looks {
  readonly world: World
  readonly look: (type: string, key: string, body: Fields) => Snapshot
}

function looksAt(world: World, taken_at: string): readonly Snapshot[] {
  const { id, full_name, default_branch } = world.repository
  const look = (type: string, key: string, body: Fields): Snapshot => ({
    ...Object(body),
    ...{ type, snapshot_id: `${type}:${id}:${key}:${taken_at}`, taken_at },
    ...{ repository_id: id, repository: full_name, default_branch },
  })
  const looks = { world, look }
  return [...pullLooks(looks), ...issueLooks(looks), ...checkLooks(looks), ...otherLooks(looks)]
}

const fieldsIn = (seen: ReadonlyMap<string, Seen> | undefined) =>
  [...(seen?.values() ?? [])].map(({ fields }) => fields)
const timesOf = (closings: ReadonlySet<string>) => [...closings].map((closed_at) => ({ closed_at }))

function pullLooks({ world, look }: Looks): readonly Snapshot[] {
  return [...world.pulls].map(([key, { core, full, closings }]) =>
    look('pull_request', key, {
      pull_request: { ...full?.fields, ...core.fields },
      reviews: fieldsIn(world.reviews.get(key)),
      closings: timesOf(closings),
      comments: [...(world.comments.get(key)?.values() ?? [])],
      review_comments: [...(world.codeComments.get(key)?.values() ?? [])],
    }),
  )
}

function issueLooks({ world, look }: Looks): readonly Snapshot[] {
  return [...world.issues]
    .filter(([, { gone }]) => !gone)
    .map(([key, { seen, closings }]) =>
      look('issue', key, {
        issue: seen.fields,
        closings: timesOf(closings),
        comments: [...(world.comments.get(key)?.values() ?? [])],
      }),
    )
}

function checkLooks({ world, look }: Looks): readonly Snapshot[] {
  return [
    ...[...world.suites].map(([key, { fields }]) =>
      look('check_suite', key, { check_suite: fields, check_runs: fieldsIn(world.runs.get(key)) }),
    ),
    ...[...world.workflows].map(([key, { fields }]) =>
      look('workflow_run', key, {
        workflow_run: fields,
        workflow: fields.workflow_name,
        jobs: fieldsIn(world.jobs.get(key)),
      }),
    ),
    ...[...world.statuses].map(([sha, { branches, its }]) =>
      look('commit_status', sha, { sha, branches, statuses: [...its.values()] }),
    ),
  ]
}

const PAGE = 100

function otherLooks({ world, look }: Looks): readonly Snapshot[] {
  const commits = [...world.commits.values()]
  return [
    ...Array.from({ length: Math.ceil(commits.length / PAGE) }, (_, page) =>
      look('commits', `${page}`, {
        branch: world.repository.default_branch,
        commits: commits.slice(page * PAGE, (page + 1) * PAGE),
      }),
    ),
    ...[...world.deployments].map(([key, { fields, statuses }]) =>
      look('deployment', key, { deployment: fields, statuses: [...statuses.values()] }),
    ),
    ...[...world.releases].map(([key, { fields }]) => look('release', key, { release: fields })),
  ]
}
