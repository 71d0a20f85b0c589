import type { RepositoryNow } from '@octometer/read-store'

const MOST = 10
const TOP_LANGUAGES = 3
const BYTES_PER_LINE = 50

type Known = Pick<RepositoryNow, 'state' | 'measured'>

/**
 * Seed 004's tech stack: the language, topics (without a hyphen, or that speak of a framework or library) and the three
 * languages with the most code, at most ten in all; null while none of these is known.
 */
export function techStackOf({ state, measured }: Known): string[] | null {
  if (state.mark === 0 && !measured.has_languages) return null
  const topics = state.topics.filter((topic) => !topic.includes('-') || /framework|library/.test(topic))
  const all = [state.language ?? [], topics, measured.languages.slice(0, TOP_LANGUAGES)].flat()
  return [...new Set(all)].slice(0, MOST)
}

/** Its upstream's lines of code: a line for every 50 bytes, by language; null while languages are unknown. */
export function linesOfCodeOf({ measured }: Pick<Known, 'measured'>): number | null {
  if (!measured.has_languages) return null
  return measured.bytes.reduce((sum, bytes) => sum + Math.floor(bytes / BYTES_PER_LINE), 0)
}
