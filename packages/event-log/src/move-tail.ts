import { connectionOf, type EventLog } from './connection.ts'
import { asLogError } from './jetstream-errors.ts'
import { streamInfo } from './streams.ts'

/** Appends what a stream holds after a sequence to the stream that has its subjects now, in order; gives how many messages. */
export async function moveTail(log: EventLog, from: string, after: number): Promise<number> {
  const { manager, nats } = connectionOf(log)
  const info = await streamInfo(log, from)
  if (info === null) return 0
  let moved = 0
  try {
    for (let seq = Math.max(after + 1, info.state.first_seq); seq <= info.state.last_seq; seq += 1) {
      // Nothing is deleted but from the front, so every sequence is there.
      const message = await manager.direct.getMessage(from, { seq })
      if (message === null) continue
      const { subject, header, data } = message
      // What said which atomic batch it came in would begin one.
      for (const key of header.keys().filter((each) => each.startsWith('Nats-Batch-'))) header.delete(key)
      const answer = await nats.request(subject, data, { timeout: 10_000, headers: header })
      const { error } = answer.json<{ error?: { description: string } }>()
      if (error !== undefined) throw new Error(error.description)
      moved += 1
    }
  } catch (cause) {
    throw asLogError(cause, `moving messages of stream ${from}`)
  }
  return moved
}
