import { execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fingerprint } from '../bootstrap/install-dependencies.mjs'

export interface FreshCopy extends AsyncDisposable {
  readonly folder: string
}

/**
 * The project as somebody has it who has just cloned it, with what a first command would fetch and build: packages, nats-server,
 * the built dashboard. Nothing in it points back to the project's own sources.
 */
export async function makeFreshCopy(root: string): Promise<FreshCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'octometer-newcomer-'))
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  })
  const files = listed.split('\0').filter((path) => path !== '' && !path.startsWith('docs/screenshots/'))
  await Promise.all(files.map((path) => copy(root, folder, path)))
  const rooms = await Promise.all(['packages', 'services'].map((room) => foldersIn(root, room)))
  for (const room of ['.', 'tests', 'bench', ...rooms.flat()]) await copyModules(root, folder, room)
  for (const made of ['tools', 'dashboard', 'dashboard.sources'])
    await copy(root, folder, `.octometer/${made}`)
  // As the first command leaves it, which CI's own run has been.
  await writeFile(join(folder, 'node_modules', '.octometer-installed'), fingerprint(folder))
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

async function copy(root: string, folder: string, path: string): Promise<void> {
  await cp(join(root, path), join(folder, path), {
    recursive: true,
    force: true,
    verbatimSymlinks: true,
  }).catch((error: NodeJS.ErrnoException) => {
    // Not fetched or built here, or deleted and not committed: the first command does what it needs.
    if (error.code !== 'ENOENT') throw error
  })
}

/** Packages are links into pnpm's folder, relative ones: copied, those to our own packages point to the copy's. */
async function copyModules(root: string, folder: string, room: string): Promise<void> {
  const from = join(root, room, 'node_modules')
  const names = await readdir(from).catch(() => [])
  await mkdir(join(folder, room, 'node_modules'), { recursive: true })
  for (const name of names) {
    if (name !== '.pnpm') await copy(root, folder, join(room, 'node_modules', name))
    else await symlink(join(from, name), join(folder, room, 'node_modules', name))
  }
}

async function foldersIn(root: string, room: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, room), { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(room, name))
}
