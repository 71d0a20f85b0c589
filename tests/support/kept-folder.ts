import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

/** Where tests keep for each other, for the time of a run, what takes long to fill. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'octometer-kept-'))
  provide('keptFolder', folder)
  return () => rm(folder, { recursive: true, force: true })
}
