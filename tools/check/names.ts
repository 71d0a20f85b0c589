import { basename } from 'node:path'

const vague = /^(utils?|helpers?|common|misc|lib|shared|tools|index\d|types)$/

/** One line of text for each script whose name does not say what is in it, or that is a second door. */
export function findVagueNames(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (!/^(packages|services)\/.*\.(ts|tsx|mjs|js)$/.test(path)) return []
    const words = path
      .split('/')
      .slice(2)
      .map((part) => part.replace(/\..*$/, ''))
    const nameless = words.find((word) => vague.test(word))
    if (nameless !== undefined) return [`${path}: "${nameless}" says nothing: name the thing`]
    const isDoor = /^(packages|services)\/[^/]+\/src\/index\.tsx?$/.test(path)
    return basename(path).startsWith('index.') && !isDoor
      ? [`${path}: a package has one door, src/index.ts`]
      : []
  })
}
