import { join, relative } from 'node:path'
import type { Environment } from '@octometer/config'
import { CliError } from './cli-error.ts'
import { exitCodes } from './exit-code.ts'
import { findLocalStandalones, type LocalStandalone } from './local-standalone.ts'
import { readProfiles } from './profiles.ts'

/** The Octometer that is asked. */
export interface Server {
  readonly url: string
  readonly key: string | null
  /** Who said so: `OCTO_URL`, `profile work`, or the data folder of a system that runs here. */
  readonly source: string
}

/** Where things of this person and of this project are. */
export interface Places {
  readonly env: Environment
  readonly cwd: string
  /** Of the program: its checkout. */
  readonly project: string
}

const DEFAULT_URL = 'http://127.0.0.1:8080'

export function profilesFile({ env }: Places): string {
  const config = env.XDG_CONFIG_HOME || join(env.HOME ?? '.', '.config')
  return join(config, 'octometer', 'profiles.json')
}

/** Systems of this project on this machine: those of the folder that the person is in come first. */
export function localStandalones({ env, cwd, project }: Places): Promise<readonly LocalStandalone[]> {
  const folders = [cwd, project].flatMap((root) =>
    ['data', 'demo'].map((name) => join(root, '.octometer', name)),
  )
  return findLocalStandalones([...new Set([...(env.OCTO_DATA_DIR ? [env.OCTO_DATA_DIR] : []), ...folders])])
}

/**
 * The server to ask: of the profile that is named, else of OCTO_URL, of the current profile, of a system that runs here.
 * OCTO_API_KEY wins over a key that is kept. Throws CliError for a profile that there is not.
 */
export async function chooseServer(places: Places, named: string | undefined): Promise<Server> {
  const { env } = places
  const key = env.OCTO_API_KEY || null
  if (named !== undefined) return ofProfile(places, named)
  if (env.OCTO_URL) {
    const url = checkedUrl(env.OCTO_URL)
    return { url, key: key ?? (await localKey(places, url)), source: 'OCTO_URL' }
  }
  const { current } = await readProfiles(profilesFile(places))
  if (current !== null) {
    const server = await ofProfile(places, current)
    return { ...server, key: key ?? server.key }
  }
  const [local] = await localStandalones(places)
  if (local?.url)
    return { url: local.url, key: key ?? local.adminKey, source: shortest(places.cwd, local.dataDir) }
  return { url: DEFAULT_URL, key, source: 'default' }
}

async function localKey(places: Places, url: string): Promise<string | null> {
  return (await localStandalones(places)).find((each) => each.url === url)?.adminKey ?? null
}

/** A path as a person in this folder would say it. */
function shortest(cwd: string, path: string): string {
  const fromHere = relative(cwd, path)
  return fromHere !== '' && fromHere.length < path.length ? fromHere : path
}

async function ofProfile(places: Places, name: string): Promise<Server> {
  const { profiles } = await readProfiles(profilesFile(places))
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (profile !== undefined) return { ...profile, source: `profile ${name}` }
  const known = Object.keys(profiles)
  const there = known.length === 0 ? 'there is none yet' : `there are ${known.join(', ')}`
  throw new CliError(
    'no_such_profile',
    exitCodes.wrongUsage,
    `there is no profile ${name} (${there}): add it with \`octometer profile add ${name} --url https://…\``,
  )
}

export function checkedUrl(text: string): string {
  const url = URL.parse(text)
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') {
    return url.href.replace(/\/+$/, '')
  }
  throw new CliError(
    'wrong_url',
    exitCodes.wrongUsage,
    'the URL of the server must be like https://octometer.example.org, without a user or key in it',
  )
}
