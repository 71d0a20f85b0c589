import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { onlyOne } from './only-one.mjs'

async function lockFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'octometer-lock-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const mustNotWait = (pid: number) => expect.unreachable(`waited for ${pid}`)

test('the second waits until the first has ended, and is told for whom', async () => {
  const folder = await lockFolder()
  const lock = join(folder, 'deep', 'install.lock')
  const steps: string[] = []
  const first = Promise.withResolvers<void>()
  const started = Promise.withResolvers<void>()
  const one = onlyOne(
    lock,
    async () => {
      started.resolve()
      await first.promise
      steps.push('first ends')
    },
    () => steps.push('first waits'),
  )
  await started.promise
  const two = onlyOne(
    lock,
    async () => void steps.push('second runs'),
    (pid) => {
      steps.push(`second waits for ${pid}`)
      first.resolve()
    },
  )
  await Promise.all([one, two])
  expect(steps).toEqual([`second waits for ${process.pid}`, 'first ends', 'second runs'])
  expect(await readdir(join(folder, 'deep'))).toEqual([])
})

test('the lock of a process that is gone is taken over', async () => {
  const lock = join(await lockFolder(), 'install.lock')
  await writeFile(lock, '4194399')
  await expect(onlyOne(lock, async () => 'done', mustNotWait)).resolves.toBe('done')
})

test('work that fails gives the lock back', async () => {
  const folder = await lockFolder()
  const fails = async () => {
    throw new Error('no registry')
  }
  await expect(onlyOne(join(folder, 'lock'), fails, mustNotWait)).rejects.toThrow('no registry')
  expect(await readdir(folder)).toEqual([])
})
