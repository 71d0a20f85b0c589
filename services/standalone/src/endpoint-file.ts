import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Says in the data folder where this process answers, for `octometer` beside it, until disposed of. */
export async function tellEndpoint(dataDir: string, url: string): Promise<AsyncDisposable> {
  const file = join(dataDir, 'endpoint.json')
  await writeFile(file, `${JSON.stringify({ url, pid: process.pid })}\n`, { mode: 0o600 })
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) }
}
