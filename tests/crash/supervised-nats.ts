import type { NatsServer } from '@octometer/event-log'
import type { Part, PartRecord } from './part.ts'

/** nats-server under the same rule: started again, on its port and files, whenever it ends. */
export function superviseNats(server: NatsServer): Part {
  const record: PartRecord = { kills: 0, failedStarts: 0, fell: [] }
  let serving = Promise.resolve()
  let expected = false
  const watch = () => {
    void server.exited().then((status) => {
      if (!expected) record.fell.push(`status ${status}`)
    })
  }
  watch()
  return {
    name: 'nats-server',
    worksForMs: 10,
    record,
    ready: () => serving,
    async kill() {
      await serving
      record.kills += 1
      expected = true
      const exited = server.exited()
      server.kill('SIGKILL')
      await exited
      serving = server.restart().then(() => {
        expected = false
        watch()
      })
      // Whoever waits for it hears of a failure; until somebody does, it is none that nobody handles.
      serving.catch(() => undefined)
    },
    async [Symbol.asyncDispose]() {
      expected = true
      await server[Symbol.asyncDispose]()
    },
  }
}
