import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findBrokenLinks } from '../documents/links.ts'
import { findViolations, type Package } from './boundaries.ts'
import { type Gate, runProgram, verdictOf } from './gate.ts'
import { findLicences, findSources } from './licences.ts'
import { findVagueNames } from './names.ts'
import { findOversized, isCounted } from './sizes.ts'
import { readFacts } from './source-facts.ts'
import { listFiles, readFiles } from './source-tree.ts'
import { findRefusedWords, isRead } from './words.ts'

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
const goldenCheck = 'tools/golden-schema/main.ts'
const configurationCheck = 'tools/configuration-page/main.ts'
const seedsCheck = 'tools/seeds/main.ts'
const dashboard = 'packages/dashboard'

/** Runs a program of the project's own dependencies, in the folder to check. */
const tool = (path: string, args: readonly string[], root: string) =>
  runProgram(process.execPath, [join(modules, path), ...args], root)

const types: Gate = {
  name: 'types',
  advice: 'mend what tsc names',
  run: async (root) => {
    // A page knows the browser's names and not Node's, so it is a program of its own.
    const programs = ['.', dashboard].filter((folder) => existsSync(join(root, folder, 'tsconfig.json')))
    const verdicts = await Promise.all(
      programs.map((folder) => tool('typescript/bin/tsc', ['-p', folder], root)),
    )
    return verdicts.find(({ passed }) => !passed) ?? verdictOf([])
  },
}

const lint: Gate = {
  name: 'lint and format',
  advice:
    '`npx biome check --write` mends what can be mended by a program; the rest by hand, without ignore comments',
  run: (root) => {
    const limits = ['--error-on-warnings', '--diagnostic-level=warn', '--max-diagnostics=50']
    return tool('@biomejs/biome/bin/biome', ['check', ...limits], root)
  },
}

const walls: Gate = {
  name: 'import walls',
  advice: 'ARCHITECTURE.md, "Who may import whom": move the code, or hand it in as an argument',
  run: async (root) => {
    const paths = listFiles(root).filter((path) => /\.(ts|tsx|mts|js|mjs)$/.test(path))
    const facts = readFiles(root, paths).map(({ path, text }) => readFacts(path, text))
    const found = findViolations(facts, readPackages(root))
    return verdictOf(found.map(({ path, line, message }) => `${path}:${line}: ${message}`))
  },
}

const sizes: Gate = {
  name: 'sizes',
  advice: 'split the file along what it does',
  run: async (root) => verdictOf(findOversized(readFiles(root, listFiles(root).filter(isCounted)))),
}

const deadCode: Gate = {
  name: 'dead code',
  advice:
    'delete what nothing uses, or drop its `export`; a dependency goes from the package.json that does not need it',
  run: (root) => tool('knip/bin/knip.js', ['--no-progress', '--no-config-hints'], root),
}

const words: Gate = {
  name: 'words',
  advice: 'say it without the place, the exception or the unfinished work',
  run: async (root) => verdictOf(findRefusedWords(readFiles(root, listFiles(root).filter(isRead)))),
}

const names: Gate = {
  name: 'names',
  advice: 'name the file for the thing in it',
  run: async (root) => verdictOf(findVagueNames(listFiles(root))),
}

const dependencies: Gate = {
  name: 'dependencies',
  advice:
    'use another package, or read its LICENSE and add what it says, or its kind, to tools/check/licences.ts; nothing comes from git or a tarball',
  run: async (root) => {
    const lockfile = join(root, 'pnpm-lock.yaml')
    const sources = existsSync(lockfile) ? findSources(readFileSync(lockfile, 'utf8')) : []
    return verdictOf([...findLicences(root), ...sources])
  },
}

const links: Gate = {
  name: 'links',
  advice: 'point to what is there; a host that is new is added to tools/documents/links.ts',
  run: async (root) => {
    const paths = listFiles(root)
    const documents = readFiles(
      root,
      paths.filter((path) => path.endsWith('.md')),
    )
    return verdictOf(findBrokenLinks(documents, paths))
  },
}

const goldenSchema: Gate = {
  name: 'golden schema',
  advice: `\`node ${goldenCheck}\` writes the schema anew; read the difference before you commit it`,
  run: (root) => runProgram(process.execPath, [goldenCheck, '--check'], root),
}

const configurationPage: Gate = {
  name: 'configuration page',
  advice: `\`node ${configurationCheck}\` writes it anew`,
  run: (root) => runProgram(process.execPath, [configurationCheck, '--check'], root),
}

const seeds: Gate = {
  name: 'seeds',
  advice: `mend docs/seeds.json; \`node ${seedsCheck}\` writes docs/seeds.md anew`,
  run: (root) => runProgram(process.execPath, [seedsCheck, '--check'], root),
}

/** All gates that `npm run check` holds, the slow ones first. */
export function gatesOf(root: string): readonly Gate[] {
  const always = [deadCode, lint, types, walls, sizes, names, words, links, dependencies]
  const generated = [
    { gate: goldenSchema, check: goldenCheck },
    { gate: configurationPage, check: configurationCheck },
    { gate: seeds, check: seedsCheck },
  ]
  // A sample that a gate's own test makes generates nothing.
  return [
    ...generated.filter(({ check }) => existsSync(join(root, check))).map(({ gate }) => gate),
    ...always,
  ]
}

/** The workspace packages of ours that a project has. */
function readPackages(root: string): readonly Package[] {
  const rooms = ['packages', 'services'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
  )
  return rooms.flatMap((room) => {
    const manifest = join(root, room, 'package.json')
    if (!existsSync(manifest)) return []
    const { name, exports }: { name: string; exports?: Record<string, string> } = JSON.parse(
      readFileSync(manifest, 'utf8'),
    )
    return [{ name: name.replace(/^@[^/]+\//, ''), room, doors: Object.keys(exports ?? {}) }]
  })
}
