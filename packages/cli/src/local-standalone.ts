import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const endpointSchema = z.object({ url: z.url(), pid: z.int().positive() })
const credentialsSchema = z.object({ adminKey: z.string(), webhookSecret: z.string() })

/** An Octometer of this project that `npm start` or `npm run demo` runs, or has run, on this machine. */
export interface LocalStandalone {
  readonly dataDir: string
  /** Null when it does not run. */
  readonly url: string | null
  readonly adminKey: string | null
  readonly webhookSecret: string | null
  /** Others than its owner may read its credentials. */
  readonly isReadByOthers: boolean
}

/** The data folders that hold one, those of systems that run first. */
export async function findLocalStandalones(dataDirs: readonly string[]): Promise<readonly LocalStandalone[]> {
  const found = await Promise.all(dataDirs.map(look))
  const known = found.filter((each) => each !== null)
  return [...known.filter(({ url }) => url !== null), ...known.filter(({ url }) => url === null)]
}

async function look(dataDir: string): Promise<LocalStandalone | null> {
  const file = join(dataDir, 'credentials.json')
  const credentials = credentialsSchema.safeParse(await readJson(file))
  const mode = await stat(file).catch(() => null)
  if (mode === null) return null
  const endpoint = endpointSchema.safeParse(await readJson(join(dataDir, 'endpoint.json')))
  return {
    dataDir,
    url: endpoint.success && isAlive(endpoint.data.pid) ? endpoint.data.url : null,
    adminKey: credentials.data?.adminKey ?? null,
    webhookSecret: credentials.data?.webhookSecret ?? null,
    isReadByOthers: (mode.mode & 0o077) !== 0,
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    // Missing, another user's, or cut off: it tells nothing.
    return null
  }
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
