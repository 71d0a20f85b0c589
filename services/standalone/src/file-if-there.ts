import { readFile } from 'node:fs/promises'

/** What is in a file; null when there is none. Throws what reading it throws: what cannot be read is no file that is not there. */
export async function fileIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
