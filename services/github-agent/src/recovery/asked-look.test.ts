import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { AskedLook } from './asked-look.ts'

const HOUR_MS = 3_600_000
const sleep = async (ms: number, signal?: AbortSignal) => {
  await delay(ms, undefined, signal && { signal })
}

test('who asks between two looks ends the wait', async () => {
  const look = new AskedLook()
  const waiting = look.over(sleep, HOUR_MS, new AbortController().signal)
  expect(look.ask()).toBe(true)
  await waiting
})

test('what is asked during a look is done after it, once', async () => {
  const look = new AskedLook()
  const end = new AbortController()
  expect([look.ask(), look.ask()]).toEqual([false, false])
  await look.over(sleep, HOUR_MS, end.signal)
  let isOver = false
  const next = look.over(sleep, HOUR_MS, end.signal).then(() => {
    isOver = true
  })
  await delay(5)
  expect(isOver).toBe(false)
  end.abort()
  await next
})
