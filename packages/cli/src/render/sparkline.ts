const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/** One block for each value, the greatest the highest; what is not known is a gap, and 0 is the lowest line. */
export function sparkline(values: readonly (number | null)[]): string {
  const most = Math.max(0, ...values.map((value) => value ?? 0))
  return values.map((value) => (value === null ? ' ' : blockOf(value, most))).join('')
}

function blockOf(value: number, most: number): string {
  if (value <= 0 || most === 0) return '▁'
  // Something is always more to see than nothing.
  const step = Math.max(1, Math.round((value / most) * (BLOCKS.length - 1)))
  return BLOCKS[step] ?? '█'
}
