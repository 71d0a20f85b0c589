import { expect, test } from 'vitest'
import type { EventLog } from './connection.ts'
import { type Leader, startLeader } from './leader.ts'
import { openLog, until } from './log.fixture.ts'

interface Watched {
  readonly leader: Leader
  readonly tokens: number[]
  readonly ended: unknown[]
}

/** A leader of a second, so that it can renew on a busy machine; its work lasts until it is ended, unless it fails. */
function start(log: EventLog, fails: () => Error | null = () => null): Watched {
  const tokens: number[] = []
  const ended: unknown[] = []
  const told = {
    onTaken: ({ token }: { readonly token: number }) => tokens.push(token),
    onEnded: (error: unknown) => ended.push(error),
    onRenewalFailed: () => undefined,
  }
  const leader = startLeader(log, { key: 'work', ttlMs: 1_000, ...told }, async (_, end) => {
    const failure = fails()
    if (failure !== null) throw failure
    if (!end.aborted) await new Promise((resolve) => end.addEventListener('abort', resolve))
  })
  return { leader, tokens, ended }
}

test('one of two works; when it stops the other takes over, with a greater token', async () => {
  await using fixture = await openLog()
  const first = start(fixture.log)
  await until(() => first.leader.isLeading(), Boolean)
  const second = start(await fixture.connect())
  // Longer than a lease lasts: it is renewed.
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect([first.leader.isLeading(), second.leader.isLeading()]).toEqual([true, false])
  await first.leader[Symbol.asyncDispose]()
  expect(first.leader.isLeading()).toBe(false)
  await until(() => second.leader.isLeading(), Boolean)
  expect(second.tokens[0]).toBeGreaterThan(first.tokens[0] ?? 0)
  await second.leader[Symbol.asyncDispose]()
})

test('work that fails is told of and begun again', async () => {
  await using fixture = await openLog()
  const failures = [new Error('the first'), null]
  const { leader, tokens, ended } = start(fixture.log, () => failures.shift() ?? null)
  await until(() => leader.isLeading() && tokens.length > 1, Boolean)
  expect(ended).toMatchObject([{ message: 'the first' }])
  await leader[Symbol.asyncDispose]()
})

test('who cannot reach the log works no longer, and again when it can', async () => {
  await using fixture = await openLog()
  const { leader, tokens } = start(fixture.log)
  await until(() => leader.isLeading(), Boolean)
  await fixture.server.kill('SIGKILL')
  await until(
    () => leader.isLeading(),
    (leads) => !leads,
  )
  await fixture.server.restart()
  await until(() => leader.isLeading(), Boolean)
  expect(tokens.length).toBeGreaterThan(1)
  await leader[Symbol.asyncDispose]()
})
