import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drainPending, Session } from 'chdb'
import { type DataFolder, emptyExchange } from './data-folder.ts'
import { quoteIdentifier, quoteString } from './sql-tokens.ts'

/** The engine could not be opened, or not with this data folder. */
export class EngineUnavailableError extends Error {
  override readonly name = 'EngineUnavailableError'
  readonly code: 'DATA_FOLDER_IN_USE' | 'ENGINE_IN_USE' | 'ENGINE_FAILED'

  constructor(code: EngineUnavailableError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

interface EngineFacts {
  readonly version: string
  readonly displayName: string
  /** Lower case. */
  readonly tableFunctions: readonly string[]
}

/** chDB, opened on one data folder. As long as it is open, threads of this process open sessions of their own on it. */
export interface Engine extends AsyncDisposable {
  readonly path: string
  readonly facts: EngineFacts
  /** Ends the running query with this tag; true when there was one. */
  kill(tag: string): Promise<boolean>
  /** Every kill that was asked for has ended. */
  killed(): Promise<void>
}

// chDB holds one data folder per process, and opens a second session on the same one without a word.
let openPath: string | undefined

/** Opens the engine and makes the database. Throws EngineUnavailableError. */
export async function openEngine(folder: DataFolder, database: string): Promise<Engine> {
  if (openPath !== undefined) {
    throw new EngineUnavailableError(
      'ENGINE_IN_USE',
      `This process already holds an embedded ClickHouse on ${openPath}, and chDB allows one; stop it first`,
    )
  }
  openPath = folder.engine
  try {
    const session = await openSession(folder)
    await emptyExchange(folder)
    session.query(`CREATE DATABASE IF NOT EXISTS ${quoteIdentifier(database)}`)
    return engineOver(session, folder.engine)
  } catch (error) {
    openPath = undefined
    throw error
  }
}

function engineOver(session: Session, path: string): Engine {
  let turn: Promise<unknown> = Promise.resolve()
  return {
    path,
    facts: readFacts(session),
    kill: (tag) => {
      // A session runs one statement at a time.
      const mine = turn.then(() => killTagged(session, tag))
      turn = mine.catch(() => undefined)
      return mine
    },
    killed: async () => {
      await turn
    },
    [Symbol.asyncDispose]: async () => {
      await turn
      session.close()
      await drainPending()
      openPath = undefined
    },
  }
}

async function openSession(folder: DataFolder): Promise<Session> {
  try {
    await drainPending()
    return new Session(folder.engine, {
      connectionArgs: [`--config-file=${folder.configFile}`, `--users_config=${folder.usersFile}`],
    })
  } catch (error) {
    throw await explain(error, folder.engine)
  }
}

/** The engine writes its reason to stderr and says only that it failed; the lock's file names the holder. */
async function explain(cause: unknown, path: string): Promise<EngineUnavailableError> {
  const holder = await lockHolder(path)
  if (holder !== undefined) {
    const message = `The data folder ${path} is in use by process ${holder}; stop that one first, or choose another folder`
    return new EngineUnavailableError('DATA_FOLDER_IN_USE', message, { cause })
  }
  return new EngineUnavailableError('ENGINE_FAILED', `chDB could not open ${path}; its reason is on stderr`, {
    cause,
  })
}

async function lockHolder(path: string): Promise<number | undefined> {
  const status = await readFile(join(path, 'status'), 'utf8').catch(() => '')
  const pid = Number(/PID: (\d+)/.exec(status)?.[1] ?? 0)
  return pid > 0 && isAlive(pid) ? pid : undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function readFacts(session: Session): EngineFacts {
  const facts = session.query('SELECT version(), displayName()', 'TabSeparatedRaw').trim()
  const [version = '', displayName = ''] = facts.split('\t')
  const functions = session.query('SELECT lower(name) FROM system.table_functions', 'TabSeparatedRaw')
  return { version, displayName, tableFunctions: functions.trim().split('\n') }
}

async function killTagged(session: Session, tag: string): Promise<boolean> {
  const condition = `Settings['query_cache_tag'] = ${quoteString(tag)}`
  const killed = await session.queryAsync(`KILL QUERY WHERE ${condition} ASYNC`, { format: 'TabSeparated' })
  return killed.text().trim() !== ''
}
