import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ClientOrder, ClientsReport, FromClients, ToClients } from './messages.ts'

/** Live clients of a gateway, all in one process of their own. Disposal ends it. */
export interface StreamClients extends AsyncDisposable {
  readonly pid: number
  /** Deliveries received so far, counting each client. */
  deliveries(): Promise<number>
  report(): Promise<ClientsReport>
}

export interface StreamClientsOptions {
  readonly url: string
  /** An API key. */
  readonly key: string
  readonly clients: readonly ClientOrder[]
}

/** The clients' process has ended, or a client was refused. */
class StreamClientsError extends Error {
  override readonly name = 'StreamClientsError'
  readonly code = 'stream_clients'
}

/** Connects clients to a gateway; resolves when each has its stream. Throws StreamClientsError. */
export async function startStreamClients(options: StreamClientsOptions): Promise<StreamClients> {
  const child = fork(join(import.meta.dirname, 'main.ts'), { serialization: 'advanced', execArgv: [] })
  const ended = once(child, 'exit')
  const end = async () => {
    child.kill('SIGKILL')
    await ended
  }
  try {
    await ask(child, { kind: 'connect', ...options }, 'connected')
  } catch (error) {
    await end()
    throw error
  }
  return {
    pid: child.pid ?? 0,
    deliveries: async () => (await ask(child, { kind: 'count' }, 'counted')).deliveries,
    report: async () => (await ask(child, { kind: 'finish' }, 'finished')).report,
    [Symbol.asyncDispose]: end,
  }
}

/** One question at a time. */
function ask<K extends FromClients['kind']>(
  child: ChildProcess,
  question: ToClients,
  kind: K,
): Promise<Extract<FromClients, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      child.off('message', onMessage).off('exit', onExit)
      act()
    }
    const onMessage = (message: FromClients) => {
      if (isOf(message, kind)) settle(() => resolve(message))
      else if (message.kind === 'failed') settle(() => reject(new StreamClientsError(message.reason)))
    }
    const onExit = () => settle(() => reject(new StreamClientsError('the process of the clients has ended')))
    child.on('message', onMessage).once('exit', onExit)
    child.send(question)
  })
}

function isOf<K extends FromClients['kind']>(
  message: FromClients,
  kind: K,
): message is Extract<FromClients, { kind: K }> {
  return message.kind === kind
}
