import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

/** Where the month of the browser's tests is kept for the time of a run. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'octometer-month-'))
  provide('monthFolder', folder)
  return () => rm(folder, { recursive: true, force: true })
}
