import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { READER_PROFILE } from './session-setup.ts'
import { quoteIdentifier } from './sql-tokens.ts'

/** Where things lie in the data folder. */
export interface DataFolder {
  /** The engine's own path: tables and metadata. */
  readonly engine: string
  /** Rows on their way in and answers on their way out; emptied at every start. */
  readonly exchange: string
  readonly configFile: string
  readonly usersFile: string
}

export function dataFolder(dataDir: string): DataFolder {
  const root = resolve(dataDir)
  return {
    engine: join(root, 'engine'),
    exchange: join(root, 'exchange'),
    configFile: join(root, 'access', 'config.xml'),
    usersFile: join(root, 'access', 'users.xml'),
  }
}

/** Makes the folders and writes the access files, which hold no secret; the engine reads them once, when it opens. */
export async function prepareDataFolder(
  folder: DataFolder,
  database: string,
  limits: ReadonlyMap<string, number>,
  maxMemoryBytes: number | undefined,
): Promise<void> {
  await mkdir(folder.engine, { recursive: true, mode: 0o700 })
  await mkdir(join(folder.usersFile, '..'), { recursive: true, mode: 0o700 })
  const memory = maxMemoryBytes && `<max_server_memory_usage>${maxMemoryBytes}</max_server_memory_usage>`
  await writeFile(folder.configFile, `<clickhouse>${memory ?? ''}</clickhouse>\n`, { mode: 0o600 })
  await writeFile(folder.usersFile, usersFile(database, limits), { mode: 0o600 })
}

/** Only who holds the engine's lock may do this: what lies there belongs to requests of a process that is gone. */
export async function emptyExchange(folder: DataFolder): Promise<void> {
  await rm(folder.exchange, { recursive: true, force: true })
  await mkdir(folder.exchange, { recursive: true, mode: 0o700 })
}

/**
 * chDB knows one user, `default`. Its own grants are the reader's; the role `writer`, which it starts with, adds
 * everything, and a reader's session drops it.
 */
function usersFile(database: string, limits: ReadonlyMap<string, number>): string {
  const constraints = [...limits].map(([name, max]) => {
    // A limit of 0 would mean none; seconds alone have fractions.
    const min = name === 'max_execution_time' ? 0.001 : 1
    return `<${name}><min>${min}</min><max>${max}</max></${name}>`
  })
  const target = escapeXml(quoteIdentifier(database))
  return `<clickhouse>
  <roles><writer><grants><query>GRANT ALL ON *.* WITH GRANT OPTION</query></grants></writer></roles>
  <users>
    <default>
      <password></password>
      <networks><ip>::/0</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
      <grants>
        <query>GRANT SELECT, SHOW ON ${target}.*</query>
        <query>GRANT SHOW DATABASES ON default.*</query>
        <query>GRANT writer</query>
      </grants>
    </default>
  </users>
  <profiles>
    <default/>
    <${READER_PROFILE}><constraints>${constraints.join('')}</constraints></${READER_PROFILE}>
  </profiles>
  <quotas><default/></quotas>
</clickhouse>
`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
