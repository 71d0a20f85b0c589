import { z } from 'zod'
import { duration, encryptionKey, type Kind, list, path, pattern, port, text, url, yesOrNo } from './kinds.ts'
import { variable } from './variable.ts'

const words = (expression: RegExp) => z.string().regex(expression)
const repositoriesAndEvents = list(
  'a comma list of repositories (owner/name, owner/*) and events (push, pull_request)',
  words(/^[\w.*-]+(\/[\w.*-]+)?$/),
)

/** A quorum of an even number survives no more than that of the odd one below it. */
const replicas: Kind<number> = {
  label: 'whole number',
  mayBe: '1, 3 or 5',
  schema: z.enum(['1', '3', '5']).transform(Number),
}

/** What reaches the log and the read models: and what is made of it: the groups nats, clickhouse, projectors and answers. */
export const storeVariables = {
  OCTO_NATS_URL: variable(
    'nats',
    { ...text, label: 'URL', schema: z.string().refine(isNatsUrls) },
    null,
    'NATS servers; 127.0.0.1 at OCTO_NATS_PORT unless set',
    { mayBe: 'one URL or several with commas, each nats://, tls://, ws:// or wss://', secret: 'userinfo' },
  ),
  OCTO_NATS_CREDS: variable('nats', path, null, 'NATS credentials file'),
  OCTO_NATS_CA: variable('nats', path, null, 'Certificate authority of the NATS servers (PEM file)'),
  OCTO_NATS_CERT: variable('nats', path, null, 'Client certificate for NATS (PEM file)'),
  OCTO_NATS_KEY: variable('nats', path, null, "Client certificate's key for NATS (PEM file)"),
  OCTO_NATS_MONITORING_URL: variable(
    'nats',
    url('http', 'https'),
    null,
    'Monitoring endpoint of NATS, asked whether it syncs always where the account may not ask the server',
    { secret: 'userinfo' },
  ),
  OCTO_NATS_REPLICAS: variable(
    'nats',
    replicas,
    null,
    'On how many servers of a NATS cluster each stream and bucket is kept, the same for every service; unless set what exists stays, and new ones get 3 in a cluster, else 1',
  ),
  OCTO_ALLOW_UNDURABLE: variable(
    'nats',
    yesOrNo,
    'false',
    'Accept deliveries although the log may lose what it acknowledges',
  ),
  OCTO_NATS_SERVER_BIN: variable('nats', path, null, 'The nats-server program that standalone starts'),
  OCTO_NATS_PORT: variable('nats', port, '4222', 'Port of the NATS server that standalone starts'),

  OCTO_CLICKHOUSE_URL: variable(
    'clickhouse',
    url('http', 'https'),
    null,
    'ClickHouse over HTTP; 127.0.0.1 at OCTO_CLICKHOUSE_PORT unless set',
    { secret: 'userinfo' },
  ),
  OCTO_CLICKHOUSE_USER: variable('clickhouse', text, 'default', 'ClickHouse user'),
  OCTO_CLICKHOUSE_PASSWORD: variable('clickhouse', text, '', 'ClickHouse password', { secret: true }),
  OCTO_CLICKHOUSE_READER_USER: variable(
    'clickhouse',
    text,
    null,
    'ClickHouse user as whom `POST /api/v1/sql` reads: one with SELECT on the database and nothing else; standalone takes the one it embeds',
    { mayBe: 'a user, another one than OCTO_CLICKHOUSE_USER' },
  ),
  OCTO_CLICKHOUSE_READER_PASSWORD: variable('clickhouse', text, '', "That user's password", { secret: true }),
  OCTO_CLICKHOUSE_DATABASE: variable(
    'clickhouse',
    { ...text, schema: words(/^[A-Za-z_]\w{0,62}$/) },
    'octometer',
    'Database of the read models',
    { mayBe: 'letters, digits and underscores' },
  ),
  OCTO_CLICKHOUSE_CLUSTER: variable(
    'clickhouse',
    { ...text, schema: words(/^[\w{}.-]+$/) },
    null,
    'Name of the ClickHouse cluster; without it a single server',
    { mayBe: 'a cluster name of letters, digits, dots, dashes and underscores' },
  ),
  OCTO_CLICKHOUSE_CA: variable('clickhouse', path, null, 'Certificate authority of ClickHouse (PEM file)'),
  OCTO_CLICKHOUSE_PORT: variable('clickhouse', port, '8123', 'Port on which standalone answers SQL'),

  OCTO_PROJECTIONS: variable(
    'projectors',
    list('a comma list of projections, or all', words(/^[a-z][a-z0-9-]*$/)),
    'all',
    'Projections that this process runs',
  ),
  OCTO_LOG_RETENTION: variable(
    'projectors',
    duration,
    '7d',
    'How long the log keeps what every projection has acknowledged',
  ),
  OCTO_RETENTION_PAYLOADS: variable('projectors', duration, '90d', 'How long the archive keeps payloads'),
  OCTO_RETENTION_OUTCOMES: variable(
    'projectors',
    duration,
    null,
    'How long it is kept what each projection made of each message: afterwards the status of a delivery is unknown, no number changes; for good unless set',
  ),
  OCTO_TEST_CHECK_PATTERN: variable(
    'projectors',
    pattern,
    String.raw`/\b(test|spec|e2e|integration|unit)s?\b/i`,
    'Names of check runs that are tests',
  ),
  OCTO_HOTFIX_PATTERN: variable(
    'projectors',
    pattern,
    String.raw`/\bhot-?fix/i`,
    'Refs, branches, labels and titles of hotfixes',
  ),
  OCTO_INCLUDE: variable(
    'projectors',
    repositoriesAndEvents,
    '',
    'Project only deliveries of these repositories (one without a repository is of none) and events; the archive keeps all',
  ),
  OCTO_EXCLUDE: variable(
    'projectors',
    repositoriesAndEvents,
    '',
    'Never project deliveries of these repositories and events; the archive keeps all',
  ),

  OCTO_RETENTION_TRENDS: variable(
    'answers',
    duration,
    null,
    'How far back trends answer: buckets that ended before are null; for good unless set',
  ),
  OCTO_TEAMS_FILE: variable('answers', path, null, 'YAML file of maintainers and teams per repository'),
  OCTO_BOTS: variable(
    'answers',
    list('a comma list of logins', words(/^[\w.[\]-]+$/)),
    '',
    'Logins that are bots, beside those that GitHub marks: their reviews are no first review and no approval',
  ),
  OCTO_MCP_ENABLED: variable('answers', yesOrNo, 'true', 'Answer the Model Context Protocol at /mcp'),
  OCTO_DASHBOARD_DIR: variable(
    'answers',
    path,
    null,
    'Folder of the built dashboard, which is served at /dashboard; `npm start` and `npm run demo` build it and set this',
  ),
  OCTO_BADGE_KEY: variable(
    'answers',
    encryptionKey,
    null,
    'Key that signs addresses of badges, which show a number to whoever has the address; without it there are no badges',
    { secret: true },
  ),
} as const

function isNatsUrls(value: string): boolean {
  return value.split(',').every((each) => {
    const parsed = URL.parse(each.trim())
    return parsed !== null && parsed.host !== '' && /^(nats|tls|wss?):$/.test(parsed.protocol)
  })
}
