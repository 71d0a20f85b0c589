import { basename, dirname, posix } from 'node:path'
import {
  environmentReaders,
  exceptions,
  internalImports,
  projectionImports,
  testImports,
  vendorFences,
} from './import-law.ts'
import type { Import, SourceFacts, Use } from './source-facts.ts'

export interface Violation {
  readonly path: string
  readonly line: number
  readonly message: string
}

/** A workspace package of ours. */
export interface Package {
  /** Without the scope. */
  readonly name: string
  /** Its folder from the root, such as `packages/config`. */
  readonly room: string
  /** The keys of its `exports`: `.`, `./preload`. */
  readonly doors: readonly string[]
}

const scope = '@octometer/'
/** A test, or what only tests share. */
const isTest = (path: string) => /\.(test|fixture)\.ts$/.test(path)

/** The folder with walls around it in which a file lies; '' at the root. */
export function roomOf(path: string): string {
  const [first = '', second = '', ...rest] = path.split('/')
  if (first === 'packages' || first === 'services') return `${first}/${second}`
  return second === '' && rest.length === 0 ? '' : first
}

const isProduct = (path: string) => /^(packages|services)\//.test(path)

/** Holds every file against the import law. Paths are relative to the root, with forward slashes. */
export function findViolations(
  files: readonly SourceFacts[],
  packages: readonly Package[],
): readonly Violation[] {
  const pure = pureFiles(files)
  const judged = files.flatMap((file) => {
    const blame = (line: number, message: string): Violation => ({ path: file.path, line, message })
    const imports = file.imports.flatMap((each) => {
      const rules = [
        relativeWall,
        internalWall(packages),
        vendorFence,
        ...(pure.has(file.path) ? [projectionWall] : []),
      ]
      return rules.flatMap((rule) => rule(file.path, each) ?? []).map((message) => blame(each.line, message))
    })
    const uses = file.uses.flatMap((use) => {
      const message = judgeUse(file.path, use, pure.has(file.path))
      return message === null ? [] : [blame(use.line, message)]
    })
    return [...imports, ...uses]
  })
  const filled = exceptions.map((each) => ({
    path: 'tools/check/import-law.ts',
    line: 1,
    message: `the list of exceptions must stay empty, and holds ${each}`,
  }))
  return [...judged, ...filled]
}

type Wall = (path: string, imported: Import) => string | null

const relativeWall: Wall = (path, { specifier }) => {
  const room = roomOf(path)
  if (!specifier.startsWith('.') || room === '') return null
  const target = posix.join(dirname(path), specifier)
  if (isTest(target) && !isTest(path) && isProduct(path)) return `${specifier} is for tests only`
  if (roomOf(target) === room) return null
  return `${specifier} leaves ${room}: another room is entered by the name and the door of its package`
}

const internalWall = (packages: readonly Package[]): Wall => {
  const byName = new Map(packages.map((each) => [each.name, each]))
  return (path, { specifier }) => {
    if (!specifier.startsWith(scope)) return null
    const [name = '', ...rest] = specifier.slice(scope.length).split('/')
    const target = byName.get(name)
    const door = ['.', ...rest].join('/')
    if (target === undefined) return `${specifier} is no package of ours under packages/ or services/`
    if (!target.doors.includes(door))
      return `${specifier} is not a door of ${target.room} (its package.json has ${target.doors.join(', ')})`
    if (!isProduct(path)) return null
    const law = internalImports.get(roomOf(path))
    if (law === undefined) return `${roomOf(path)} has no entry in tools/check/import-law.ts`
    const allowed = isTest(path) ? [...law, ...testImports] : law
    return allowed.includes(name) ? null : `${roomOf(path)} may not import ${specifier}`
  }
}

const vendorFence: Wall = (path, { specifier, typeOnly }) => {
  if (!isProduct(path) || /^[.#]|^node:/.test(specifier)) return null
  const fence = vendorFences.find(({ vendors }) => vendors.some((vendor) => isOf(vendor, specifier)))
  if (fence === undefined) return null
  const room = roomOf(path)
  const { rooms, typesOnly = [], testsOf = [] } = fence
  if (rooms.some((each) => path.startsWith(`${each}/`))) return null
  if (isTest(path) && (testsOf.includes('*') || testsOf.includes(room))) return null
  if (!typesOnly.includes(room)) return `${specifier} stays behind its fence: ${rooms.join(', ')}`
  return typeOnly ? null : `${specifier} may only be imported with \`import type\` here`
}

/** Whether a specifier is a vendor's package or a path inside it. */
function isOf(vendor: string, specifier: string): boolean {
  if (vendor.endsWith('*')) return specifier.startsWith(vendor.slice(0, -1))
  return specifier === vendor || specifier.startsWith(`${vendor}/`)
}

const projectionWall: Wall = (_path, { specifier, typeOnly }) => {
  if (specifier.startsWith('.')) return null
  const allowed = specifier.startsWith(scope)
    ? projectionImports.get(specifier.slice(scope.length))
    : undefined
  if (allowed === undefined) return `a projection is a pure function and may not import ${specifier}`
  if (allowed === 'types' && !typeOnly) return `a projection may only \`import type\` from ${specifier}`
  return null
}

/** The `projection.ts` files and all that they import by relative path. */
function pureFiles(files: readonly SourceFacts[]): ReadonlySet<string> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const pure = new Set<string>()
  const add = (path: string) => {
    const file = byPath.get(path)
    if (file === undefined || pure.has(path)) return
    pure.add(path)
    for (const { specifier } of file.imports) {
      if (specifier.startsWith('.')) add(posix.join(dirname(path), specifier))
    }
  }
  for (const { path } of files) if (basename(path) === 'projection.ts') add(path)
  return pure
}

function judgeUse(path: string, { kind, text }: Use, pure: boolean): string | null {
  if (kind === 'unreadable') return `cannot be parsed: ${text}`
  if (kind === 'module mock') return `${text}: dependencies are arguments, modules are never mocked`
  if (kind === 'impure') return pure ? `${text}: a projection has no clock, no randomness and no I/O` : null
  if (!isProduct(path)) return null
  if (kind === 'computed import')
    return `import(${text}) hides what it imports from the walls: write the name`
  const mayRead = basename(path) === 'main.ts' || environmentReaders.includes(path)
  return mayRead ? null : `${text}: the environment is read in a main.ts, and handed on as an argument`
}
