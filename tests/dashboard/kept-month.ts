import { execFile } from 'node:child_process'
import { access, mkdtemp, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inject } from 'vitest'

/**
 * A data folder that is filled once for all files of a run and copied by each: a system takes ten seconds to read a month. It
 * is `fill` that fills an empty folder and names the data folder in it.
 */
export async function keptMonth(fill: (folder: string) => Promise<string>): Promise<string> {
  const folder = inject('monthFolder')
  const kept = join(folder, 'kept')
  if (await exists(kept)) return kept
  const filled = await fill(await mkdtemp(join(folder, 'filling-')))
  try {
    await rename(filled, kept)
  } catch (error) {
    // Another worker was quicker: both hold the same.
    if (!(await exists(kept))) throw error
  }
  return kept
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** Copies the data folder of a system that has stopped. Seven thousand files: Node's own `cp` takes six seconds for them. */
export async function copyData(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to])
}
