import { basename, extname } from 'node:path'
import type { TextFile } from './source-tree.ts'

const mainLimit = 30
const textLimit = 300

// Biome holds the ceiling of 300 lines for scripts; these it does not count.
const alsoCounted = new Set(['.sql', '.css', '.html', '.sh'])

// A golden file is as long as what a program writes into it.
const isGolden = (path: string) => basename(path).includes('.golden.')

export const isCounted = (path: string) =>
  basename(path) === 'main.ts' || (alsoCounted.has(extname(path)) && !isGolden(path))

/** One line of text for each file that is longer than it may be. */
export function findOversized(files: readonly TextFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
    const limit = basename(path) === 'main.ts' ? mainLimit : textLimit
    return lines > limit ? [`${path}: ${lines} lines, ${limit} are allowed`] : []
  })
}
