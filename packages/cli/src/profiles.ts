import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { CliError } from './cli-error.ts'
import { exitCodes } from './exit-code.ts'

export const profileName = /^[a-z0-9][a-z0-9._-]{0,49}$/i

const profileSchema = z.object({ url: z.url({ protocol: /^https?$/ }), key: z.string().nullable() })
const profilesSchema = z.object({
  current: z.string().nullable(),
  profiles: z.record(z.string().regex(profileName), profileSchema),
})

export type Profile = z.output<typeof profileSchema>
/** Servers by their names, and which one is asked unless another is named. */
export type Profiles = z.output<typeof profilesSchema>

/** Of the file; null when there is none. */
export async function profileMode(file: string): Promise<number | null> {
  const found = await stat(file).catch(() => null)
  return found === null ? null : found.mode & 0o777
}

/** What the file holds, nothing when there is none. Throws CliError for one that others may read, or that is none. */
export async function readProfiles(file: string): Promise<Profiles> {
  const mode = await profileMode(file)
  if (mode === null) return { current: null, profiles: {} }
  if ((mode & 0o077) !== 0) {
    throw new CliError(
      'profiles_readable',
      exitCodes.notAllowed,
      `${file} holds keys and has mode ${mode.toString(8)}, so others can read it: run \`chmod 600 ${file}\`, and change keys that may have been read`,
    )
  }
  try {
    return profilesSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    const message = `${file} is not a file of profiles: mend it, or remove it and run \`octometer profile add\``
    throw new CliError('profiles_broken', exitCodes.wrongUsage, message, { cause })
  }
}

/** Replaces the file, which only its owner may read. */
export async function writeProfiles(file: string, profiles: Profiles): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(`${file}.new`, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600, flush: true })
  await rename(`${file}.new`, file)
}
