import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const pollMs = 200

/**
 * Runs `work` while no other process runs it under the same lock file: two commands started in one fresh clone
 * must not install into the same folder at once. The lock of a process that is gone is taken over.
 * @template T
 * @param {string} lockFile
 * @param {() => Promise<T>} work
 * @param {(pid: number) => void} onWait told once, when somebody else holds the lock
 * @returns {Promise<T>}
 */
export async function onlyOne(lockFile, work, onWait) {
  await mkdir(dirname(lockFile), { recursive: true })
  let told = false
  while (!(await take(lockFile))) {
    const holder = await holderOf(lockFile)
    if (holder === null) {
      await rm(lockFile, { force: true })
      continue
    }
    if (!told) onWait(holder)
    told = true
    await sleep(pollMs)
  }
  try {
    return await work()
  } finally {
    await rm(lockFile, { force: true })
  }
}

/**
 * A link appears with its content or not at all, so nobody ever reads a lock without its holder.
 * @param {string} lockFile
 */
async function take(lockFile) {
  const own = `${lockFile}.${process.pid}`
  await writeFile(own, String(process.pid))
  try {
    await link(own, lockFile)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(own, { force: true })
  }
}

/**
 * The living process that holds the lock, or null.
 * @param {string} lockFile
 */
async function holderOf(lockFile) {
  const text = await readFile(lockFile, 'utf8').catch(() => '')
  const pid = Number(text)
  if (!Number.isSafeInteger(pid) || pid <= 0) return null
  try {
    process.kill(pid, 0)
    return pid
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? pid : null
  }
}
