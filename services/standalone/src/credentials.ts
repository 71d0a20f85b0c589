import { randomBytes } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { fileIfThere } from './file-if-there.ts'

const credentialsSchema = z.object({
  webhookSecret: z.string().min(32),
  adminKey: z.string().min(32),
  encryptionKey: z.string().min(43),
  natsPassword: z.string().min(32),
  clickhousePassword: z.string().min(32),
})

/** In the data folder. */
export const CREDENTIALS_FILE = 'credentials.json'

/** What standalone makes for itself at its first start, and keeps in the data folder. */
export type Credentials = z.output<typeof credentialsSchema>

/** Reads the data folder's credentials, making them at the first start (mode 0600). */
export async function loadCredentials(dataDir: string): Promise<Credentials> {
  const file = join(dataDir, CREDENTIALS_FILE)
  const kept = await fileIfThere(file)
  if (kept !== null) return credentialsSchema.parse(JSON.parse(kept.toString('utf8')))
  const made = makeCredentials()
  // Renamed into place: a crash leaves no half a file, which would lock everybody out.
  await writeFile(`${file}.new`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flush: true })
  await rename(`${file}.new`, file)
  return made
}

function makeCredentials(): Credentials {
  const secret = () => randomBytes(32).toString('base64url')
  return {
    webhookSecret: secret(),
    adminKey: secret(),
    encryptionKey: randomBytes(32).toString('base64'),
    natsPassword: secret(),
    clickhousePassword: secret(),
  }
}
