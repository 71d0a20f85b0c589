import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lastingSource } from './lasting-source.ts'

const LOST = 0
const REFUSED = 2

/** Streams as a browser opens them, one for each time that it is asked. */
function browser() {
  const opened: { readonly from: string | null; readonly target: EventTarget & { readyState: number } }[] = []
  const close = vi.fn()
  return {
    opened,
    close,
    open(from: string | null) {
      const target = Object.assign(new EventTarget(), { readyState: 1, close })
      opened.push({ from, target })
      return target as unknown as EventSource
    },
    fail(readyState: number) {
      const last = opened.at(-1)?.target
      if (last === undefined) throw new Error('nothing was opened')
      last.readyState = readyState
      last.dispatchEvent(new Event('error'))
    },
    tell(type: string, data: string, lastEventId = '') {
      opened.at(-1)?.target.dispatchEvent(new MessageEvent(type, { data, lastEventId }))
    },
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a lost connection is left to the browser', () => {
  const { open, fail, opened } = browser()
  lastingSource(open)
  fail(LOST)
  vi.advanceTimersByTime(3_600_000)
  expect(opened).toHaveLength(1)
})

test('a refused stream is opened again from its last event, and its listeners go on hearing', () => {
  const { open, fail, tell, opened } = browser()
  const source = lastingSource(open)
  const heard: string[] = []
  source.addEventListener('delivery', ({ data }: MessageEvent<string>) => void heard.push(data))
  tell('delivery', 'one', '7.0')
  fail(REFUSED)
  expect(opened).toHaveLength(1)
  vi.advanceTimersByTime(1_000)
  expect(opened.map(({ from }) => from)).toEqual([null, '7.0'])
  tell('delivery', 'two', '8.0')
  expect(heard).toEqual(['one', 'two'])
})

test('the pauses between refusals double up to half a minute, and begin anew once it was let in', () => {
  const { open, fail, opened, tell } = browser()
  lastingSource(open)
  const pauses: number[] = []
  const refusedFor = () => {
    fail(REFUSED)
    const before = opened.length
    let pauseMs = 0
    for (; opened.length === before; pauseMs += 500) vi.advanceTimersByTime(500)
    pauses.push(pauseMs)
  }
  for (let times = 0; times < 7; times += 1) refusedFor()
  tell('open', '')
  refusedFor()
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 1_000])
})

test('one that was closed stays closed', () => {
  const { open, fail, opened, close } = browser()
  const source = lastingSource(open)
  fail(REFUSED)
  source.close()
  vi.advanceTimersByTime(60_000)
  expect(opened).toHaveLength(1)
  expect(close).toHaveBeenCalledOnce()
})
