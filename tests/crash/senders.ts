import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Pace } from './pace.ts'
import type { SenderNews, SendOrders } from './sender/orders.ts'
import type { Intake } from './topology.ts'
import type { WorkloadSize } from './workload.ts'

const SENDERS = 4
const CONNECTIONS = 32

/** What was sent until it was accepted, and what that took. */
export interface Sending {
  readonly guids: ReadonlySet<string>
  readonly calls: ReadonlySet<string>
  /** How often a delivery or a call was sent again, by the reason. */
  readonly resends: ReadonlyMap<string, number>
}

export interface Senders extends Disposable {
  readonly sending: Sending
  /** Resolves when everything is accepted. Rejects when something is refused for good, or a sender dies. */
  readonly finished: Promise<void>
}

const program = fileURLToPath(new URL('sender/main.ts', import.meta.url))

/** Starts the sender processes: all deliveries, each once, over all connections together. */
export function startSenders(workload: WorkloadSize, intake: Intake, pace: Pace): Senders {
  const sending = {
    guids: new Set<string>(),
    calls: new Set<string>(),
    resends: new Map<string, number>(),
  }
  const hear = (news: SenderNews) => {
    if (news.kind === 'refused') throw new Error(`${news.guid} was refused: ${news.status} ${news.answer}`)
    if (news.kind === 'finished') return
    for (const reason of news.resends) sending.resends.set(reason, (sending.resends.get(reason) ?? 0) + 1)
    if (news.kind === 'reported') sending.calls.add(news.call)
    else {
      sending.guids.add(news.guid)
      pace.accept()
    }
  }
  const children = Array.from({ length: SENDERS }, (_, share) => {
    const orders: SendOrders = {
      workload,
      share,
      senders: SENDERS,
      connections: CONNECTIONS / SENDERS,
      intake,
    }
    return fork(program, [JSON.stringify(orders)], {
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
  })
  pace.follow((allowed) => {
    // One that has sent its share may be gone already; one that is gone too early is heard of by its exit.
    for (const child of children) if (child.connected) child.send({ allowed }, () => {})
  })
  return {
    sending,
    finished: Promise.all(children.map((child) => follow(child, hear))).then(() => undefined),
    [Symbol.dispose]: () => {
      for (const child of children) child.kill('SIGKILL')
    },
  }
}

async function follow(child: ChildProcess, hear: (news: SenderNews) => void): Promise<void> {
  const finished = Promise.withResolvers<void>()
  child.on('message', (news: SenderNews) => {
    try {
      hear(news)
      if (news.kind === 'finished') finished.resolve()
    } catch (error) {
      finished.reject(error)
    }
  })
  const exited = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`a sender ended before it had finished, with ${signal ?? code}`)
  })
  await Promise.race([finished.promise, exited])
}
