import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** What may be given on with a work under Apache-2.0, with no more asked than that its notice is kept. */
const ALLOWED: ReadonlySet<string> = new Set([
  ...['MIT', 'MIT-0', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'],
  ...['CC0-1.0', 'Unlicense', 'Python-2.0', 'Zlib'],
])

/** What packages of these versions do not say in their package.json, read in their file LICENSE. */
const READ: Readonly<Record<string, string>> = {
  'decko@1.2.0': 'MIT',
  'stickyfill@1.1.1': 'MIT',
  'url-template@2.0.8': 'BSD-3-Clause',
}

interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly license?: unknown
  readonly licenses?: unknown
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** Workspace packages of which nothing is installed or served where Octometer runs. */
const NOT_SERVED: ReadonlySet<string> = new Set(['packages/testkit'])

/** One line for each package that production needs and whose licence is unknown or not allowed, with who needs it. */
export function findLicences(root: string): readonly string[] {
  const seen = new Map<string, string>()
  const queue = roomsOf(root).flatMap((room) => dependenciesOf(join(root, room), room))
  for (const { folder, neededBy } of queue) {
    if (seen.has(folder)) continue
    const { name = folder, version = '' } = readManifest(folder)
    seen.set(folder, neededBy)
    queue.push(...dependenciesOf(folder, `${name}@${version}`))
  }
  return [...seen].flatMap(([folder, neededBy]) => faultOf(readManifest(folder), neededBy)).sort()
}

function faultOf(manifest: Manifest, neededBy: string): readonly string[] {
  const named = `${manifest.name}@${manifest.version}`
  const licence = READ[named] ?? licenceOf(manifest)
  if (licence !== null && isAllowed(licence)) return []
  const told = licence === null ? 'names no licence' : `is under ${licence}`
  return [`${named}, which ${neededBy} needs, ${told}`]
}

/** Its licence as an SPDX expression; null when it names none. */
function licenceOf({ license, licenses }: Manifest): string | null {
  // The array is of npm's first years.
  const named = license ?? licenses
  const all = (Array.isArray(named) ? named : [named]).map((each) =>
    typeof each === 'object' && each !== null && 'type' in each ? each.type : each,
  )
  const texts = all.filter((each) => typeof each === 'string' && each.trim() !== '')
  return texts.length === 0 ? null : texts.join(' OR ')
}

/** Of `A OR B` one is enough, of `A AND B` both are needed. */
export function isAllowed(expression: string): boolean {
  const plain = expression.trim()
  const alternatives = splitAt(plain, ' OR ')
  if (alternatives.length > 1) return alternatives.some(isAllowed)
  const together = splitAt(plain, ' AND ')
  if (together.length > 1) return together.every(isAllowed)
  return /^\(.*\)$/.test(plain) ? isAllowed(plain.slice(1, -1)) : ALLOWED.has(plain)
}

/** Splits where no parenthesis is open. */
function splitAt(text: string, word: string): readonly string[] {
  const parts: string[] = []
  let [depth, start] = [0, 0]
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1
    if (text[index] === ')') depth -= 1
    if (depth !== 0 || !text.startsWith(word, index)) continue
    parts.push(text.slice(start, index))
    start = index + word.length
  }
  return [...parts, text.slice(start)]
}

interface Needed {
  readonly folder: string
  readonly neededBy: string
}

/** Those that are there: an optional one may be for another machine. Workspace packages are rooms of their own. */
function dependenciesOf(folder: string, neededBy: string): readonly Needed[] {
  const { dependencies = {}, optionalDependencies = {} } = readManifest(folder)
  return Object.entries({ ...optionalDependencies, ...dependencies }).flatMap(([name, range]) => {
    if (range.startsWith('workspace:')) return []
    const found = installedAt(folder, name)
    if (found !== null) return [{ folder: found, neededBy }]
    if (name in optionalDependencies) return []
    throw new Error(`${name}, which ${neededBy} needs, is not installed: run the install of CONTRIBUTING.md`)
  })
}

/** Beside what needs it, or within; as Node looks for it from the real folder on upwards. */
function installedAt(folder: string, name: string): string | null {
  for (let place = realpathSync(folder); ; place = join(place, '..')) {
    const candidate = join(place, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate)
    if (place === join(place, '..')) return null
  }
}

function roomsOf(root: string): readonly string[] {
  const rooms = ['packages', 'services'].flatMap((folder) =>
    existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((name) => `${folder}/${name}`) : [],
  )
  return rooms.filter((room) => !NOT_SERVED.has(room) && existsSync(join(root, room, 'package.json')))
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/** One line for each package of a lockfile that comes from elsewhere than the registry, or whose content nothing vouches for. */
export function findSources(lockfile: string): readonly string[] {
  let subject = ''
  return lockfile.split('\n').flatMap((line, index) => {
    subject = /^ {2}(\S.*):$/.exec(line)?.[1] ?? subject
    const resolution = /^ {4}resolution: \{(.*)\}$/.exec(line)?.[1]
    if (resolution === undefined || /^integrity: sha512-[A-Za-z0-9+/=]+$/.test(resolution)) return []
    const where = /tarball|repo|directory|type/.test(resolution)
      ? 'does not come from the registry'
      : 'has no integrity hash'
    return [`pnpm-lock.yaml:${index + 1}: ${subject} ${where}: ${resolution}`]
  })
}
