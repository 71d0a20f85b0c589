import { execFile } from 'node:child_process'
import { access, mkdtemp, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inject } from 'vitest'

/**
 * Makes `target` a copy of what `fill` makes, which is made once in a run of tests for all who ask under this name. It is
 * `fill` that fills an empty folder, ends whatever writes into it, and names what in it is kept.
 */
export async function copyKept(
  name: string,
  target: string,
  fill: (folder: string) => Promise<string>,
): Promise<void> {
  // Thousands of files: Node's own `cp` takes seconds for them.
  await promisify(execFile)('cp', ['-a', await keptUnder(name, fill), target])
}

async function keptUnder(name: string, fill: (folder: string) => Promise<string>): Promise<string> {
  const folder = inject('keptFolder')
  const kept = join(folder, name)
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
