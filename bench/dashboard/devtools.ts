import { once } from 'node:events'

/** Chromium's own protocol, by which nothing is watched but what a benchmark asks for. */
export interface DevTools extends Disposable {
  /** Throws DevToolsError with what Chromium answered. */
  send(method: string, params?: object, session?: string): Promise<Readonly<Record<string, unknown>>>
}

class DevToolsError extends Error {
  override readonly name = 'DevToolsError'
  readonly code = 'devtools'
}

interface Answer {
  readonly id?: number
  readonly result?: Readonly<Record<string, unknown>>
  readonly error?: { readonly message: string }
}

export async function connectDevTools(url: string): Promise<DevTools> {
  const socket = new WebSocket(url)
  await once(socket, 'open')
  const waiting = new Map<number, (answer: Answer) => void>()
  socket.addEventListener('message', ({ data }) => {
    const answer: Answer = JSON.parse(String(data))
    if (answer.id === undefined) return
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  let last = 0
  return {
    async send(method, params = {}, session) {
      last += 1
      const id = last
      const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve))
      socket.send(JSON.stringify({ id, method, params, ...(session && { sessionId: session }) }))
      const { result, error } = await answered
      if (error !== undefined) throw new DevToolsError(`${method} was answered: ${error.message}`)
      return result ?? {}
    },
    [Symbol.dispose]: () => socket.close(),
  }
}
