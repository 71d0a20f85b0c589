import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const at = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** A process that hands over to Node with the given script. */
function handingOver(script: string): ChildProcess {
  const code = `const { handOver } = await import(${JSON.stringify(at('hand-over.mjs'))})
    handOver(process.execPath, ['-e', ${JSON.stringify(script)}, 'word'], { cwd: '/', env: { SET: 'yes' } })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function outputOf(child: ChildProcess): Promise<string> {
  let output = ''
  for await (const chunk of child.stdout ?? []) output += String(chunk)
  return output
}

test('arguments, environment, folder, output and exit code pass through', async () => {
  const child = handingOver(
    'console.log(process.argv.at(-1), process.env.SET, process.cwd()); process.exit(7)',
  )
  const [output, [code]] = await Promise.all([outputOf(child), once(child, 'exit')])
  expect(output).toBe('word yes /\n')
  expect(code).toBe(7)
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s reaches the program, which ends as it likes',
  async (signal) => {
    const child = handingOver(
      `process.on('${signal}', () => { console.log('${signal}'); process.exit(9) }); setInterval(() => {}, 1e6); console.log('ready')`,
    )
    const ended = once(child, 'exit')
    let output = ''
    for await (const chunk of child.stdout ?? []) {
      output += String(chunk)
      if (output === 'ready\n') child.kill(signal)
    }
    expect(output).toBe(`ready\n${signal}\n`)
    expect(await ended).toEqual([9, null])
  },
)

test('a program that dies of a signal ends us as a shell would tell it', async () => {
  const child = handingOver("process.kill(process.pid, 'SIGKILL')")
  expect(await once(child, 'exit')).toEqual([137, null])
})

test('an unknown command names those that there are', async () => {
  const child = spawn(process.execPath, [at('run.mjs'), 'dmeo'], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += String(chunk)
  })
  const [code] = await once(child, 'close')
  expect(code).toBe(1)
  expect(said).toBe(
    'octometer: There is no command "dmeo"; there are start, demo, test, test:crash, check, octometer, bench.\n',
  )
})
