import {
  epoch,
  FIRST_REPOSITORY,
  type Fill,
  hexOf,
  type Organisation,
  oneOf,
  personOf,
  repositoryIndex,
  times,
} from './expressions.ts'

const EVENTS = [
  'workflow_job',
  'workflow_job',
  'workflow_job',
  'check_run',
  'check_run',
  'check_run',
  'status',
  'workflow_run',
  'push',
  'pull_request',
  'issue_comment',
  'issues',
]
const CALLS_PER_YEAR = 1_000_000
const DELIVERIES_PER_ALERT = 2_000

export function repositoryName(index: number): string {
  return `acme/repository-${index}`
}

/** GUIDs are what they are in every table that names them. */
const guidOf = (seed: string) => `toString(reinterpretAsUUID(sipHash128('guid', ${seed})))`

const ARCHIVE_COLUMNS = `received_at, guid, event, action, repository_id, repository, sender, pull_request, hook_id, target_type,
  target_id, source, content_type, stream_sequence, size, payload, archived_at`

/**
 * The archive, in the order of receipt; its payloads are a few bytes, and the log has trimmed them all, so that nothing is
 * pending. Of each delivery what two projections made of it.
 */
export function archiveFills(organisation: Organisation): readonly Fill[] {
  const { deliveries, repositories, until } = organisation
  const seen = `toDateTime64(${epoch(until)}, 3, 'UTC')`
  const name = "concat('acme/repository-', toString(number))"
  const names = `SELECT ${name}, ${FIRST_REPOSITORY} + number, ${seen}, tuple(${seen}, ${name}) FROM numbers({from}, {count})`
  const outcome = (projection: string, generation: string) => `
    SELECT ${guidOf('number')}, ${projection}, '${generation}', tuple(3, 'projected', '', 1) FROM numbers({from}, {count})`
  const OUTCOMES = {
    table: 'outcomes',
    columns: 'message_id, projection, generation, result',
    count: deliveries,
  }
  return [
    {
      table: 'repository_names',
      columns: 'name_key, repository_id, first_seen_at, latest',
      rows: names,
      count: repositories,
    },
    { table: 'deliveries', columns: ARCHIVE_COLUMNS, rows: deliveryRows(organisation), count: deliveries },
    { ...OUTCOMES, rows: outcome("'deliveries'", '') },
    { ...OUTCOMES, rows: outcome("if(number % 12 < 8, 'checks', 'counters')", 'gbench') },
  ]
}

/** Most take some hundred milliseconds, one in a hundred up to twenty seconds. */
const DURATION = `80 + cityHash64(number, 'duration') % 400 + if(number % 100 = 0, cityHash64(number, 'slow') % 20000, 0)`

const deliveryRows = (organisation: Organisation) => `
  SELECT toDateTime64(${epoch(organisation.until) - organisation.days * 86_400} + number * ${(organisation.days * 86_400) / organisation.deliveries}, 3, 'UTC') AS received,
    ${guidOf('number')}, ${oneOf('number', 'event', EVENTS)} AS event, if(event IN ('push', 'status'), '', 'completed'),
    ${FIRST_REPOSITORY} + repository, concat('acme/repository-', toString(repository)), ${personOf('number', 'repository', organisation)},
    if(event = 'pull_request', toNullable(number % 150000), NULL), '1', 'organization', '1', 'webhook', 'application/json', 0, 13000,
    concat('{"action":"completed","number":', toString(number), '}'), received + toIntervalMillisecond(${DURATION})
  FROM (SELECT number, ${repositoryIndex('number', organisation)} AS repository FROM numbers({from}, {count}))`

/** A call every half a minute, by three tokens. */
export function apiUsageFills(organisation: Organisation): readonly Fill[] {
  const columns =
    'hour, token_hash, resource, method, route, status, cached, at, call_id, cost, rate_limit, remaining, reset_at, duration_ms'
  const rows = `
    SELECT toStartOfHour(${times(organisation).at('number', CALLS_PER_YEAR)} AS at), ${hexOf('number % 3')}, ${oneOf('number', 'resource', ['core', 'core', 'graphql', 'search'])}, 'GET',
      concat('/repos/{owner}/{repo}/', ${oneOf('number', 'route', ['commits', 'pulls', 'issues', 'actions/runs', 'deployments', 'contents'])}),
      if(number % 50 = 0, 304, 200), number % 50 = 0, at, toString(number), 1, 5000, cityHash64(number) % 5000, toStartOfHour(at) + 3600, 120
    FROM numbers({from}, {count})`
  return [{ table: 'api_calls', columns, rows, count: CALLS_PER_YEAR }]
}

/** Alerts, nearly all of which are over, each told to one channel. */
export function alertFills(organisation: Organisation): readonly Fill[] {
  const count = Math.floor(organisation.deliveries / DELIVERIES_PER_ALERT)
  const repository = repositoryIndex('number', organisation)
  const alerts = `
    SELECT concat('alert-', toString(number)), tuple(2, ${oneOf('number', 'rule', ['build-failure', 'conflict', 'stale-pull-request', 'sla-breach'])},
      toString(number), if(number % 100 = 0, 'open', 'resolved'), ${oneOf('number', 'severity', ['low', 'medium', 'high', 'critical'])},
      'A build failed', 'It fails since yesterday.', NULL, ${FIRST_REPOSITORY} + ${repository}, concat('acme/repository-', toString(${repository})),
      ${times(organisation).at('number', count)} AS at, at, if(number % 100 = 0, NULL, toNullable(at + 3600)), 1, [${guidOf('number')}], NULL, NULL, NULL)
    FROM numbers({from}, {count})`
  const notifications = `
    SELECT concat('alert-', toString(number)), toString(number), tuple(1, 2, ${times(organisation).at('number', count)}, 'opened', 'slack', 'sent', '')
    FROM numbers({from}, {count})`
  return [
    { table: 'alerts', columns: 'alert_id, core', rows: alerts, count },
    {
      table: 'alert_notifications',
      columns: 'alert_id, notification_id, result',
      rows: notifications,
      count,
    },
  ]
}

/** A row of each repository as it is now, and of each of its days. */
export function repositoryFills(organisation: Organisation): readonly Fill[] {
  const { repositories, days } = organisation
  const { end } = times(organisation)
  const rows = `
    SELECT if(ago = 0, toDate(0), toDate(${end}) - ago) AS of_day, ${FIRST_REPOSITORY} + repository,
      tuple((toUnixTimestamp(${end}) - ago * 86400) * 4 + 1, concat('acme/repository-', toString(repository)), NULL, 'What it is about', NULL, 'TypeScript',
        ['a', 'b'], 'main', 'private', false, false, false, repository, 3, 20, ${end} - 86400 * ${days}, ${end} - 3600 * repository),
      ${end} - 86400 * ${days}, NULL, ${end} - 3600, ${end} - 7200, tuple(${end} - 3600, 12, true, ['TypeScript', 'Shell'], [100000, 900])
    FROM (SELECT intDiv(number, ${days + 1}) AS repository, number % ${days + 1} AS ago FROM numbers({from}, {count}))`
  const columns = 'day, repository_id, state, first_seen_at, deleted_at, ci_at, tests_at, measured'
  return [{ table: 'repository_days', columns, rows, count: repositories * (days + 1) }]
}

const LISTED_DAYS = 30

/** Delivery logs of one hook of the last month: GitHub keeps them no longer. One in 100,000 deliveries never arrived. */
export function intakeFills({ deliveries, days, until }: Organisation): readonly Fill[] {
  const count = Math.floor((deliveries * LISTED_DAYS) / days)
  const step = (days * 86_400) / deliveries
  const start = epoch(until) - LISTED_DAYS * 86_400
  const listed = `
    SELECT toStartOfHour(toDateTime(toUInt32(${start} + number * ${step}), 'UTC') AS at), 'hook:1',
      if(number % 100000 = 7, concat('never-', toString(number)), ${guidOf(`(number + ${deliveries - count})`)}), toString(number), at, 0, 'check_run',
      'completed', ${FIRST_REPOSITORY} + number % 500, 202
    FROM numbers({from}, {count})`
  const reads = `
    SELECT toDateTime(${start} + number * 3600, 'UTC') AS start, 'hook:1', start, start + 3600, start + 7200 FROM numbers({from}, {count})`
  return [
    {
      table: 'intake_listings',
      columns:
        'hour, hook, guid, attempt_id, delivered_at, redelivery, event, action, repository_id, status_code',
      rows: listed,
      count,
    },
    {
      table: 'intake_reads',
      columns: 'hour, hook, read_from, read_until, read_at',
      rows: reads,
      count: LISTED_DAYS * 24,
    },
  ]
}
