/** The lines that only one of two texts has, `-` for the first and `+` for the second. */
export function lineDifference(before: string, after: string): string {
  const [old, new_] = [before, after].map((text) => new Set(text.split('\n')))
  const removed = [...(old ?? [])].filter((line) => !new_?.has(line)).map((line) => `- ${line}`)
  const added = [...(new_ ?? [])].filter((line) => !old?.has(line)).map((line) => `+ ${line}`)
  return [...removed, ...added].join('\n')
}
