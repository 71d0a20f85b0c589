import type { NatsServer } from '@octometer/event-log'
import type { Part } from './part.ts'

/** nats-server under the same rule: started again, on its port and files, whenever it ends. */
export function superviseNats(server: NatsServer): Part {
  const record = { kills: 0, failedStarts: 0, fell: [] as string[] }
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
    },
    async [Symbol.asyncDispose]() {
      expected = true
      await server[Symbol.asyncDispose]()
    },
  }
}
