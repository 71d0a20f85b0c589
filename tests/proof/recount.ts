/** A delivery as `/deliveries/{guid}` answers it. */
export interface Delivery {
  readonly guid: string
  readonly event: string
  readonly action: string | null
  readonly repository_id: number | null
  // Payloads are GitHub's: each recount says what it looks at.
  readonly payload: Payload
}

type Payload = Readonly<Record<string, unknown>>

/** Something that a payload tells, and when it happened. */
export interface Fact {
  readonly kind: string
  readonly key: string
  /** Unix milliseconds. */
  readonly at: number
  readonly by: string | null
}

export function within(payload: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => Object(value)[name], payload)
}

export const text = (payload: unknown, ...path: readonly string[]) => String(within(payload, ...path) ?? '')
export const time = (payload: unknown, ...path: readonly string[]) => Date.parse(text(payload, ...path))

/** What a delivery tells that the twelve counters count: docs/metrics/counters.md, from a payload alone. */
export function countedFacts({ event, action, repository_id, payload }: Delivery): readonly Fact[] {
  const fact = (kind: string, key: string, at: number): Fact => {
    return { kind, key: `${repository_id} ${key}`, at, by: null }
  }
  const pull = within(payload, 'pull_request')
  const number = text(pull, 'number')
  switch (`${event} ${action ?? ''}`) {
    case 'push ':
      return pushFacts(payload, fact)
    case 'pull_request opened':
      return [fact('pulls_opened', number, time(pull, 'created_at'))]
    case 'pull_request closed':
      return within(pull, 'merged_at') === null
        ? [fact('pulls_closed', `${number} ${text(pull, 'closed_at')}`, time(pull, 'closed_at'))]
        : [fact('pulls_merged', number, time(pull, 'merged_at'))]
    case 'pull_request synchronize':
      return [fact('conflicts', `${number} ${text(pull, 'head', 'sha')}`, time(pull, 'updated_at'))]
    case 'issues opened':
      return [fact('issues_opened', text(payload, 'issue', 'number'), time(payload, 'issue', 'created_at'))]
    case 'issues closed':
      return [fact('issues_closed', text(payload, 'issue', 'number'), time(payload, 'issue', 'closed_at'))]
    case 'deployment created':
      return [
        fact('deployments', text(payload, 'deployment', 'id'), time(payload, 'deployment', 'created_at')),
      ]
    default:
      return []
  }
}

function pushFacts(payload: Payload, fact: (kind: string, key: string, at: number) => Fact): readonly Fact[] {
  const { ref, deleted, before, after, commits } = payload
  if (deleted === true || !String(ref).startsWith('refs/heads/')) return []
  const pushed = Number(within(payload, 'repository', 'pushed_at')) * 1000
  return [
    fact('pushes', `${ref} ${before} ${after}`, pushed),
    ...[...Object(commits)].map((commit) => fact('commits', text(commit, 'id'), time(commit, 'timestamp'))),
  ]
}

/** What it tells that somebody did: docs/metrics/people.md. */
export function contributedFacts({ event, action, payload }: Delivery): readonly Fact[] {
  const fact = (kind: string, key: string, at: number, by: string): Fact => {
    return { kind, key, at, by: by.toLowerCase() }
  }
  const name = event === 'pull_request_review' ? 'review' : 'comment'
  const said = within(payload, name)
  const by = text(said, 'user', 'login')
  const id = text(said, 'id')
  switch (event) {
    case 'pull_request_review':
      return action === 'submitted' ? [fact('reviews', id, time(said, 'submitted_at'), by)] : []
    case 'pull_request_review_comment':
    case 'issue_comment':
      return [fact('comments', `${event} ${id}`, time(said, 'created_at'), by)]
    default:
      return []
  }
}

/** Different ones by kind, of those that fit. */
export function countKinds(facts: readonly Fact[]): Readonly<Record<string, number>> {
  const kinds = Map.groupBy(facts, ({ kind }) => kind)
  return Object.fromEntries(
    [...kinds].map(([kind, each]) => [kind, new Set(each.map(({ key }) => key)).size]),
  )
}

/** The newest payload of each pull request, or issue, among them that is open by it; of several hooks the greatest GUID. */
export function openIn(
  deliveries: readonly Delivery[],
  name: 'pull_request' | 'issue',
): readonly Pick<Delivery, 'guid'>[] {
  const told = deliveries.flatMap(({ guid, repository_id, payload }) => {
    const subject = within(payload, name)
    const isIt = name === 'pull_request' || within(subject, 'pull_request') === undefined
    return subject === undefined || !isIt
      ? []
      : [{ key: `${repository_id} ${text(subject, 'number')}`, guid, subject }]
  })
  return [...Map.groupBy(told, ({ key }) => key).values()].flatMap((its) => {
    const newest = its.reduce((best, each) => {
      const later = time(each.subject, 'updated_at') - time(best.subject, 'updated_at')
      return later > 0 || (later === 0 && each.guid > best.guid) ? each : best
    })
    return text(newest.subject, 'state') === 'open' ? [newest] : []
  })
}

const DATED = ['issue', 'pull_request', 'comment', 'release', 'check_suite', 'workflow_run', 'deployment']

/** The time that a payload proves for its repository: docs/metrics/repositories.md. */
export function seenAt({ payload }: Delivery): number {
  const pushed = within(payload, 'repository', 'pushed_at')
  const times = [
    time(payload, 'repository', 'updated_at'),
    typeof pushed === 'number' ? pushed * 1000 : Date.parse(String(pushed)),
    ...[...DATED, 'deployment_status'].map((name) => time(payload, name, 'updated_at')),
  ]
  return Math.max(...times.filter((each) => !Number.isNaN(each)))
}
