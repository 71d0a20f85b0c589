import { parentPort, workerData } from 'node:worker_threads'
import { Session } from 'chdb'
import { ClickHouseException, parseException } from './exceptions.ts'
import { withoutExchange } from './exchange-paths.ts'
import type {
  QueryFailure,
  QueryJob,
  QueryReply,
  QuerySuccess,
  ReaderCheck,
  WorkerPaths,
} from './query-job.ts'
import { checkReaderStatement } from './reader-rules.ts'
import { quoteString } from './sql-tokens.ts'

// chDB's synchronous calls block their thread, and its streaming call runs subqueries before it returns; here they
// block nobody else, and a query that waits for a slow client holds no thread of libuv's pool.
if (parentPort) serve(parentPort, workerData)

function serve(port: NonNullable<typeof parentPort>, paths: WorkerPaths): void {
  port.on('message', (job: QueryJob | 'close') => {
    if (job === 'close') port.close()
    else void run(job, paths).then((reply) => port.postMessage(reply))
  })
}

async function run(job: QueryJob, paths: WorkerPaths): Promise<QueryReply> {
  let session: Session | undefined
  try {
    session = new Session(paths.engine)
    session.query(job.setup)
    if (job.check) check(session, job.check)
    return await execute(session, job)
  } catch (error) {
    return failure(error, paths.exchange)
  } finally {
    session?.close()
  }
}

async function execute(session: Session, job: QueryJob): Promise<QuerySuccess> {
  if (job.mode === 'measured') {
    const result = await session.queryAsync(job.statement, { format: job.format })
    return { ok: true, output: result.bytes(), rows: result.rowsRead, bytes: result.bytesRead }
  }
  const text = session.query(job.statement, job.format)
  return { ok: true, output: Buffer.from(text), rows: 0, bytes: 0 }
}

/** The engine itself renders the statement, so what is checked is what it understood. Throws ClickHouseException. */
function check(session: Session, { sql, parameters, rules }: ReaderCheck): void {
  const canonical = session.query(`SELECT formatQuerySingleLine(${quoteString(sql)})`, 'TabSeparatedRaw')
  checkReaderStatement(canonical, parameters, rules)
}

function failure(error: unknown, exchange: string): QueryFailure {
  const text = error instanceof Error ? error.message : String(error)
  const { number, symbol, message } = error instanceof ClickHouseException ? error : parseException(text)
  return { ok: false, number, symbol, message: withoutExchange(withoutRendering(message), exchange) }
}

/** A syntax error found while rendering is the client's own; the rendering call is not. */
function withoutRendering(message: string): string {
  return message.replace(/: In scope SELECT formatQuerySingleLine\([\s\S]*\)$/, '')
}
