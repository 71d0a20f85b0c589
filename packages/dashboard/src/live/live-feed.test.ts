import { expect, test, vi } from 'vitest'
import { openLiveFeed } from './live-feed.ts'

/** A stream that tells what a test says. */
function stream() {
  const target = new EventTarget()
  return {
    source: Object.assign(target, { close: vi.fn() }) as unknown as EventSource,
    tell: (type: string, data: object) =>
      target.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) })),
    say: (type: string) => target.dispatchEvent(new Event(type)),
  }
}

const delivery = (guid: string) => ({ kind: 'delivery', id: 1, delivery: { guid, event: 'push' } })

test('deliveries are shown together, the newest first, and only so many are kept', async () => {
  const { source, tell } = stream()
  const feed = openLiveFeed(() => source)
  let told = 0
  feed.subscribe(() => {
    told += 1
  })
  for (let index = 0; index < 5000; index += 1) tell('delivery', delivery(`g${index}`))
  await vi.waitUntil(() => feed.getSnapshot().arrived === 5000)
  const { deliveries } = feed.getSnapshot()
  expect([deliveries[0]?.guid, deliveries.at(-1)?.guid, deliveries.length]).toEqual(['g4999', 'g4800', 200])
  expect(told).toBe(1)
  feed.close()
  expect(source.close).toHaveBeenCalledOnce()
})

test('a lost connection is told, and that it is back', () => {
  const { source, say } = stream()
  const feed = openLiveFeed(() => source)
  const states = [feed.getSnapshot().status]
  for (const type of ['open', 'error', 'open']) {
    say(type)
    states.push(feed.getSnapshot().status)
  }
  expect(states).toEqual(['connecting', 'live', 'connecting', 'live'])
})

test('alerts reach those who listen, until they no longer do', () => {
  const { source, tell } = stream()
  const feed = openLiveFeed(() => source)
  const heard = vi.fn()
  const leave = feed.onAlert(heard)
  tell('alert', { kind: 'alert', change: 'opened' })
  leave()
  tell('alert', { kind: 'alert', change: 'resolved' })
  expect(heard.mock.calls).toEqual([[{ kind: 'alert', change: 'opened' }]])
})
