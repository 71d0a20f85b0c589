import { statfs } from 'node:fs/promises'
import type { DoctorCheck } from '@octometer/gateway-api'
import type { LocalStandalone } from '../local-standalone.ts'
import { profileMode } from '../profiles.ts'
import { bytes, percent } from '../render/numbers.ts'

/** Whether keys are kept where only their owner reads them. */
export async function keyFileChecks(
  profiles: string,
  standalones: readonly LocalStandalone[],
): Promise<readonly DoctorCheck[]> {
  const mode = await profileMode(profiles)
  const files = standalones.map(({ dataDir, isReadByOthers }) => ({
    file: `${dataDir}/credentials.json`,
    isReadByOthers,
  }))
  if (mode !== null) files.unshift({ file: profiles, isReadByOthers: (mode & 0o077) !== 0 })
  return files.map(({ file, isReadByOthers }) =>
    isReadByOthers
      ? {
          name: 'key_file',
          status: 'fail',
          summary: `${file} holds keys, and others on this machine can read it.`,
          advice: `Run \`chmod 600 ${file}\`, and change keys that may have been read.`,
        }
      : { name: 'key_file', status: 'ok', summary: `${file} is its owner’s alone.`, advice: null },
  )
}

/** What is left of a file system; bytes. */
export type ReadSpace = (path: string) => Promise<{ readonly free: number; readonly total: number }>

export const readSpace: ReadSpace = async (path) => {
  const { bavail, blocks, bsize } = await statfs(path)
  return { free: bavail * bsize, total: blocks * bsize }
}

const LITTLE = 0.1
const NONE = 0.03

/** How much room is left for the data of a system on this machine. */
export async function diskCheck(path: string, read: ReadSpace): Promise<DoctorCheck> {
  const name = 'disk'
  const { free, total } = await read(path)
  const share = total === 0 ? 0 : free / total
  const summary = `${bytes(free)} (${percent(Math.round(share * 1e3) / 1e3)}) are free where ${path} is.`
  if (share >= LITTLE) return { name, status: 'ok', summary, advice: null }
  return {
    name,
    status: share < NONE ? 'fail' : 'warn',
    summary,
    advice: 'Make room: a full disk refuses deliveries, and GitHub does not send them again by itself.',
  }
}
