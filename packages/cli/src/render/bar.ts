const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A bar of at most so many columns, to an eighth of one. */
export function bar(share: number, columns: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * columns * 8)
  // Whatever is more than nothing can be seen.
  const shown = share > 0 ? Math.max(1, eighths) : 0
  return '█'.repeat(Math.floor(shown / 8)) + (EIGHTHS[shown % 8] ?? '')
}

/** How far something has come: `████████░░░░`. */
export function progressBar(share: number, columns: number): string {
  const full = Math.floor(Math.min(1, Math.max(0, share)) * columns)
  return '█'.repeat(full) + '░'.repeat(columns - full)
}
