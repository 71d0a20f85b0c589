import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'

const door = JSON.stringify(new URL('./index.ts', import.meta.url).href)
const config = JSON.stringify(import.meta.resolve('@octometer/config'))

interface Ran {
  readonly child: ChildProcess
  /** What was printed and how it ended: the exit code, or the signal. */
  readonly ended: Promise<{ stdout: string; stderr: string; code: number | null }>
}

/** Runs a main.ts in a process of its own. */
function run(program: string): Ran {
  const source = `import { createApp, listen, runService, runTask } from ${door}; import { loadConfig } from ${config}; ${program}`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {},
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const closed = once(child, 'close')
  const ended = Promise.all([text(child.stdout), text(child.stderr), closed]).then(
    ([stdout, stderr, [code]]) => ({ stdout, stderr, code }),
  )
  return { child, ended }
}

const SERVES = `
  await runService({
    name: 'probe',
    start: async () => {
      const server = await listen((_request, response) => response.end('hello'), { host: '127.0.0.1', port: 0 })
      return { url: server.url, async [Symbol.asyncDispose]() { await server.drain(); console.log('disposed') } }
    },
  })
`

test.each(['SIGTERM', 'SIGINT'] as const)(
  'a service runs, says where, and stops on %s with 0',
  async (signal) => {
    const { child, ended } = run(SERVES)
    const [line] = child.stdout ? await once(child.stdout, 'data') : []
    const running = JSON.parse(String(line))
    expect(running).toMatchObject({
      level: 'info',
      service: 'probe',
      pid: child.pid,
      msg: 'probe is running',
    })
    expect(await (await fetch(running.url)).text()).toBe('hello')
    child.kill(signal)
    const { code, stdout, stderr } = await ended
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/"stopping"[\s\S]*disposed[\s\S]*probe has stopped/)
  },
)

test('a wrong configuration ends with 1 and one message, without a stack', async () => {
  const { ended } = run(`
    await runService({ name: 'probe', start: async () => loadConfig({ OCTO_HTTP_PORT: '80a' }, ['server']) })
  `)
  expect(await ended).toEqual({
    code: 1,
    stdout: '',
    stderr: [
      'probe did not start: The configuration cannot be used:',
      '  OCTO_HTTP_PORT is "80a"; expected: a whole number from 0 to 65535',
      '',
    ].join('\n'),
  })
})

test('an error that was foreseen is one sentence with its cause, and shows no secret', async () => {
  const { ended } = run(`
    await runService({ name: 'probe', start: async () => {
      const cause = new Error('refused by nats://octo:hunter2@host')
      throw Object.assign(new Error('the log cannot be reached', { cause }), { code: 'log_unreachable' })
    } })
  `)
  const { code, stderr } = await ended
  expect(code).toBe(1)
  expect(stderr).toBe('probe did not start: the log cannot be reached (refused by nats://***@host)\n')
})

test('an error that nobody foresaw shows where it comes from', async () => {
  const { ended } = run(`await runService({ name: 'probe', start: async () => undefined.property })`)
  const { code, stderr } = await ended
  expect(code).toBe(1)
  expect(stderr).toMatch(/^probe did not start: TypeError: .*\n +at /)
})

test('an error that nobody catches ends the process with 1', async () => {
  const { ended } = run(`
    setTimeout(() => Promise.reject(new Error('lost')), 20)
    await runService({ name: 'probe', start: async () => ({ async [Symbol.asyncDispose]() {} }) })
  `)
  const { code, stderr } = await ended
  expect(code).toBe(1)
  expect(stderr).toMatch(/^probe failed: Error: lost/)
})

test('a signal during the start aborts it; that is no failure', async () => {
  const { child, ended } = run(`
    await runService({ name: 'probe', start: (signal) => new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
      setInterval(() => undefined, 1000)
      console.log('starting')
    }) })
  `)
  child.stdout?.once('data', () => child.kill('SIGTERM'))
  expect(await ended).toMatchObject({ code: 0, stderr: '' })
})

test('a stop that takes too long ends with 1, a second signal at once with 130', async () => {
  const stuck = (deadline: number) => `
    await runService({ name: 'probe', stopDeadlineMs: ${deadline}, start: async () => {
      setInterval(() => undefined, 1000)
      return { [Symbol.asyncDispose]: () => { console.log('disposing'); return new Promise(() => undefined) } }
    } })
  `
  const late = run(stuck(50))
  late.child.stdout?.once('data', () => late.child.kill('SIGTERM'))
  const twice = run(stuck(60_000))
  twice.child.stdout?.on('data', (chunk: Buffer) => {
    if (/is running|disposing/.test(String(chunk))) twice.child.kill('SIGTERM')
  })
  expect(await late.ended).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^probe did not stop cleanly: .*50 ms/),
  })
  expect(await twice.ended).toMatchObject({ code: 130 })
})

test('a task ends with 0 when it is done, and with 1 and one message when it fails', async () => {
  const done = await run(`await runTask({ name: 'probe', run: async () => console.log('worked') })`).ended
  expect(done).toEqual({ code: 0, stdout: 'worked\n', stderr: '' })
  const failing = run(
    `await runTask({ name: 'probe', run: async () => loadConfig({ OCTO_HTTP_PORT: '80a' }, ['server']) })`,
  )
  const failed = await failing.ended
  expect([failed.code, failed.stdout]).toEqual([1, ''])
  expect(failed.stderr).toMatch(
    /^probe failed: The configuration cannot be used:\n {2}OCTO_HTTP_PORT is "80a"/,
  )
})
