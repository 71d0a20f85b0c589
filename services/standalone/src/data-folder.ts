import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** The data folder belongs to a process that runs. Two would destroy each other's files. */
class DataFolderInUseError extends Error {
  override readonly name = 'DataFolderInUseError'
  readonly code = 'data_folder_in_use'
}

export interface DataFolder extends AsyncDisposable {
  readonly path: string
}

/**
 * Takes a data folder for this process, making it when it is missing. Throws DataFolderInUseError naming the process
 * that has it; what a process that was killed left behind is taken over.
 */
export async function takeDataFolder(path: string): Promise<DataFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const lock = join(path, 'octometer.pid')
  await claim(lock, path)
  return { path, [Symbol.asyncDispose]: () => rm(lock, { force: true }) }
}

async function claim(lock: string, path: string): Promise<void> {
  const owner = await processNamedIn(lock)
  if (owner !== null) {
    throw new DataFolderInUseError(
      `${path} is in use by process ${owner}: stop it first, or set OCTO_DATA_DIR to another folder`,
    )
  }
  await rm(lock, { force: true })
  // Of two that start at once, one finds the other's file here.
  const file = await open(lock, 'wx', 0o600).catch((cause: unknown) => {
    throw new DataFolderInUseError(`${path} was taken by another process just now: try again`, { cause })
  })
  await file.writeFile(`${process.pid}\n`)
  await file.close()
}

async function processNamedIn(lock: string): Promise<number | null> {
  const text = await readFile(lock, 'utf8').catch(() => null)
  const pid = Number.parseInt(text ?? '', 10)
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return null
  return (await isOctometer(pid)) ? pid : null
}

/** A process id is used again after a restart: where the system tells what runs under it, it must be node. */
async function isOctometer(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs, under another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'node')
  return command.includes('node')
}
