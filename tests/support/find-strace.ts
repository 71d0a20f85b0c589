import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** The strace program, and where the libraries of a fetched one lie. */
export interface Strace {
  readonly program: string
  readonly libraries: readonly string[]
}

const run = promisify(execFile)
const ownFolder = fileURLToPath(new URL('../../.octometer/tools/strace', import.meta.url))

/**
 * The strace that is installed, or one that was unpacked from Debian's or Ubuntu's own archive into this clone: nothing
 * is installed and no root is needed. Throws an error that says what to do where there is none to be had.
 */
export async function findStrace(path: string): Promise<Strace> {
  const installed = path
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, 'strace'))
    .find((program) => existsSync(program))
  if (installed !== undefined) return { program: installed, libraries: [] }
  try {
    if (!existsSync(ownFolder)) await fetchStrace()
    return { program: join(ownFolder, 'usr', 'bin', 'strace'), libraries: await libraryFolders() }
  } catch (cause) {
    throw new Error(
      'Counting what nats-server syncs takes strace on Linux, and it could be neither found nor fetched: install it (`apt-get install strace`, `dnf install strace`) and run the test again.',
      { cause },
    )
  }
}

/** With the package lists in a folder of its own: apt checks the archive's signature as always. */
async function fetchStrace(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'octometer-strace-'))
  try {
    for (const each of ['lists/partial', 'cache/archives/partial', 'unpacked']) {
      await mkdir(join(folder, each), { recursive: true })
    }
    const settings = [
      `Dir::State::Lists=${join(folder, 'lists')}`,
      `Dir::Cache=${join(folder, 'cache')}`,
      'APT::Sandbox::User=root',
      'Acquire::Languages=none',
    ].flatMap((setting) => ['-o', setting])
    const apt = (...words: readonly string[]) =>
      run('apt-get', ['-q', ...settings, ...words], { cwd: folder, timeout: 180_000 })
    await apt('update')
    await apt('download', 'strace', 'libunwind8')
    for (const archive of (await readdir(folder)).filter((name) => name.endsWith('.deb'))) {
      await run('dpkg-deb', ['--extract', join(folder, archive), join(folder, 'unpacked')])
    }
    await mkdir(join(ownFolder, '..'), { recursive: true })
    await run('cp', ['-a', join(folder, 'unpacked'), `${ownFolder}.${process.pid}`])
    await rename(`${ownFolder}.${process.pid}`, ownFolder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** `usr/lib/<architecture>-linux-gnu` of what was unpacked. */
async function libraryFolders(): Promise<readonly string[]> {
  const folder = join(ownFolder, 'usr', 'lib')
  if (!existsSync(folder)) return []
  return (await readdir(folder)).filter((name) => name.endsWith('-gnu')).map((name) => join(folder, name))
}
