import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { fileIfThere } from './file-if-there.ts'

const endpointSchema = z.object({
  url: z.url(),
  /** Of the stores, without credentials. */
  nats: z.url(),
  sql: z.url(),
  pid: z.int().positive(),
})
export type Endpoint = z.output<typeof endpointSchema>

const fileOf = (dataDir: string) => join(dataDir, 'endpoint.json')

/** Says in the data folder where this process answers, for `octometer` beside it, until disposed of. */
export async function tellEndpoint(
  dataDir: string,
  endpoint: Omit<Endpoint, 'pid'>,
): Promise<AsyncDisposable> {
  const file = fileOf(dataDir)
  await writeFile(file, `${JSON.stringify({ ...endpoint, pid: process.pid })}\n`, { mode: 0o600 })
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) }
}

/** Where a process that runs on the folder answers; null when none does. */
export async function toldEndpoint(dataDir: string): Promise<Endpoint | null> {
  const told = await fileIfThere(fileOf(dataDir))
  const endpoint = endpointSchema.safeParse(told && JSON.parse(told.toString('utf8')))
  return endpoint.success && isAlive(endpoint.data.pid) ? endpoint.data : null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
