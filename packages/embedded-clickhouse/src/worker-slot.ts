import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { raise } from './exceptions.ts'
import type { QueryJob, QueryReply, WorkerPaths } from './query-job.ts'

/** A thread that runs one query at a time, and the named pipe on which that query's rows arrive. */
export interface WorkerSlot extends AsyncDisposable {
  readonly pipe: string
  /** False once the thread is gone. */
  readonly alive: boolean
  /** Throws ClickHouseException (236) when the thread dies under the query. */
  run(job: QueryJob): Promise<QueryReply>
}

const runFile = promisify(execFile)

/** `name` is unique in the exchange folder. */
export async function openWorkerSlot(paths: WorkerPaths, name: string): Promise<WorkerSlot> {
  const pipe = join(paths.exchange, `answer-${name}`)
  await runFile('mkfifo', ['-m', '600', pipe])
  // Neither the flags nor the environment of the process: a preload of telemetry belongs to the main thread.
  const worker = new Worker(new URL('./query-worker.ts', import.meta.url), {
    workerData: paths,
    execArgv: [],
    env: {},
  })
  // Whoever runs a query on it hears the error itself; without a listener it would end the process.
  worker.on('error', () => undefined)
  let alive = true
  worker.once('exit', () => {
    alive = false
  })
  return {
    pipe,
    get alive() {
      return alive
    },
    run: (job) => ask(worker, job),
    [Symbol.asyncDispose]: async () => {
      if (!alive) return
      worker.postMessage('close')
      await once(worker, 'exit')
    },
  }
}

function ask(worker: Worker, job: QueryJob): Promise<QueryReply> {
  return new Promise((resolve, reject) => {
    const answered = (reply: QueryReply) => {
      settle()
      resolve(reply)
    }
    const failed = (cause: Error) => {
      settle()
      reject(raise(236, 'The thread of this query died', { cause }))
    }
    const ended = () => failed(new Error('the worker exited'))
    const settle = () => {
      worker.off('message', answered)
      worker.off('error', failed)
      worker.off('exit', ended)
    }
    worker.once('message', answered)
    worker.once('error', failed)
    worker.once('exit', ended)
    worker.postMessage(job)
  })
}
