/** The candidate that a name was most likely meant to be: at most a quarter of its letters away; null if none is. */
export function nearestName(name: string, candidates: readonly string[]): string | null {
  let nearest: string | null = null
  let least = Math.floor(name.length / 4) + 1
  for (const candidate of candidates) {
    const distance = editDistance(name, candidate)
    if (distance < least) {
      nearest = candidate
      least = distance
    }
  }
  return nearest
}

/** Levenshtein's distance, one row at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...to].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
