import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// As in .gitignore: what is fetched, made or kept by running.
const passedBy = new Set(['.git', 'node_modules', '.octometer', 'coverage'])

/** Every file of the project from its root down, as sorted relative paths with forward slashes. */
export function listFiles(root: string, folder = ''): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  const paths = entries.flatMap((entry) => {
    if (passedBy.has(entry.name) || entry.name.endsWith('.log')) return []
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return listFiles(root, path)
    return entry.isFile() ? [path] : []
  })
  return paths.sort()
}

export interface TextFile {
  readonly path: string
  readonly text: string
}

export function readFiles(root: string, paths: readonly string[]): readonly TextFile[] {
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}
