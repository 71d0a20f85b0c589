import type { Store } from '@octometer/read-store'

/** What is generated: so many facts over so many repositories in the two years before `until`. */
export interface Dataset {
  readonly facts: number
  readonly repositories: number
  readonly until: Date
}

export interface GeneratedTables {
  readonly counterFacts: string
  readonly counterConflicts: string
  readonly pullRequests: string
}

const FACTS_PER_PULL_REQUEST = 20
/** A pull request is updated again with each of its pushes, reviews and labels. */
const UPDATES_PER_PULL_REQUEST = 6
const TWO_YEARS_SECONDS = 2 * 365 * 86_400
const FIRST_REPOSITORY = 100_000_000
const FACTS_PER_STATEMENT = 5_000_000

/** Of 100 facts, about as often as the simulator makes them. */
const SHARES = {
  commits: 46,
  pushes: 20,
  pulls_opened: 5,
  pulls_merged: 4,
  pulls_closed: 1,
  issues_opened: 6,
  issues_closed: 5,
  deployments: 5,
  build_failures: 3,
  test_failures: 3,
  hotfixes: 1,
} as const
const CONFLICT_SHARE = 0.01
/** Fewer than in truth, where three deliveries bring one fact: no question reads them but for the newest. */
const DELIVERY_SHARE = 0.2

export function repositoryName(index: number): string {
  return `acme/repository-${index}`
}

/** Writes the rows of a dataset by INSERT … SELECT; the rollups are the caller's next step. */
export async function generateRows(store: Store, tables: GeneratedTables, dataset: Dataset): Promise<void> {
  for (let from = 0; from < dataset.facts; from += FACTS_PER_STATEMENT) {
    const count = Math.min(FACTS_PER_STATEMENT, dataset.facts - from)
    await store.command('generate counter_facts', factsSql(tables, dataset, from, count), 'long')
  }
  await store.command('generate counter_conflicts', conflictsSql(tables, dataset), 'long')
  const pulls = Math.floor(dataset.facts / FACTS_PER_PULL_REQUEST)
  await store.command('generate pull_requests', pullRequestsSql(tables, dataset, pulls), 'long')
  await store.command('generate repository_names', namesSql(store, dataset), 'long')
  await store.command('generate deliveries', deliveriesSql(store, dataset), 'long')
}

// Activity is uneven, as it is in truth: the square of an even number makes a few repositories busy and most quiet.
const repositoryOf = (seed: string, { repositories }: Dataset) =>
  `toUInt64(${FIRST_REPOSITORY} + floor(pow(cityHash64(${seed}, 'repository') % 1000003 / 1000003, 2) * ${repositories}))`

const timeOf = (seed: string, { until }: Dataset) =>
  `toDateTime(${Math.floor(until.getTime() / 1_000) - TWO_YEARS_SECONDS} + cityHash64(${seed}, 'time') % ${TWO_YEARS_SECONDS}, 'UTC')`

/** Three commits in a row came with one push: one repository, one time. */
const ORIGIN = `if(number % 100 < ${SHARES.commits}, intDiv(number, 3), number)`

const hexOf = (seed: string) => `lower(hex(sipHash128(${seed})))`

function factsSql({ counterFacts }: GeneratedTables, dataset: Dataset, from: number, count: number): string {
  const names = Object.entries(SHARES).flatMap(([name, share]) => Array(share).fill(`'${name}'`))
  const at = timeOf(ORIGIN, dataset)
  return `
    INSERT INTO ${counterFacts} (counter, repository_id, quarter, at, key, last_received_at)
    SELECT [${names.join(',')}][1 + number % 100], ${repositoryOf(ORIGIN, dataset)}, toStartOfFifteenMinutes(${at}), ${at},
      if(number % 100 < ${SHARES.commits}, ${hexOf('number')}, toString(number)), ${at}
    FROM numbers(${from}, ${count})`
}

function conflictsSql({ counterConflicts }: GeneratedTables, dataset: Dataset): string {
  return `
    INSERT INTO ${counterConflicts} (repository_id, key, at, last_received_at)
    SELECT ${repositoryOf('number', dataset)}, concat(toString(number), ':', ${hexOf('number')}),
      ${timeOf('number', dataset)}, ${timeOf('number', dataset)}
    FROM numbers(${Math.floor(dataset.facts * CONFLICT_SHARE)})`
}

/** One in five is open, most are merged; they last a few days. */
const stateOf = `['open', 'closed', 'merged', 'merged', 'merged'][1 + cityHash64(number, 'state') % 5]`

/** Of the last of its updates, which come at a pace of its own. */
const lastUpdateOf = (dataset: Dataset) =>
  `least(${timeOf('number', dataset)} + toIntervalSecond(${UPDATES_PER_PULL_REQUEST - 1} * (3600 + cityHash64(number, 'pace') % 86400)), toDateTime(${Math.floor(dataset.until.getTime() / 1_000)}, 'UTC'))`

function pullRequestsSql({ pullRequests }: GeneratedTables, dataset: Dataset, count: number): string {
  const opened = timeOf('number', dataset)
  const ended = lastUpdateOf(dataset)
  const end = (states: string) => `if(state IN (${states}), toNullable(${ended}), NULL)`
  return `
    INSERT INTO ${pullRequests} (repository_id, number, core, detail)
    SELECT ${repositoryOf('number', dataset)}, number,
      tuple(${ended}, 3, ${hexOf('number')}, ${stateOf} AS state, concat('Change ', toString(number), ' to what is built here'),
        concat('person-', toString(cityHash64(number, 'author') % 2000)), 'User', ${opened},
        ${end("'closed', 'merged'")}, ${end("'merged'")},
        arraySlice(['bug', 'enhancement', 'documentation', 'dependencies'], 1 + number % 4, 2),
        concat('feature/', toString(number)), ${hexOf("number, 'head'")}, 'main'),
      tuple(${ended}, 3, ${hexOf('number')}, false, true, if(state = 'merged', 'person-1', NULL),
        number % 700, number % 300, number % 20, 1 + number % 9)
    FROM numbers(${count})`
}

function namesSql({ placement }: Store, { repositories, until }: Dataset): string {
  const seen = `toDateTime64(${Math.floor(until.getTime() / 1_000)}, 3, 'UTC')`
  return `
    INSERT INTO ${placement.database}.repository_names (name_key, repository_id, first_seen_at, latest)
    SELECT concat('acme/repository-', toString(number)), ${FIRST_REPOSITORY} + number, ${seen},
      tuple(${seen}, concat('acme/repository-', toString(number)))
    FROM numbers(${repositories})`
}

/** The archive as it is once payloads have expired. */
function deliveriesSql({ placement }: Store, dataset: Dataset): string {
  return `
    INSERT INTO ${placement.database}.deliveries
      (received_at, guid, event, action, repository_id, repository, sender, source, content_type, stream_sequence, size)
    SELECT ${timeOf('number', dataset)}, toString(generateUUIDv4(number)), 'check_run', 'completed',
      ${repositoryOf('number', dataset)}, 'acme/repository', 'person-1', 'webhook', 'application/json', number, 13000
    FROM numbers(${Math.floor(dataset.facts * DELIVERY_SHARE)})
    SETTINGS max_partitions_per_insert_block = 100`
}
