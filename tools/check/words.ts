import type { TextFile } from './source-tree.ts'

interface RefusedWord {
  readonly pattern: RegExp
  readonly reason: string
}

// Written so that this file does not find itself.
const refused: readonly RefusedWord[] = [
  { pattern: /(?<![\w.:/-])\/(work|root)\//, reason: 'is a path of one particular machine' },
  { pattern: /\bshared[/](design|reference|seeds|tools|hooks)\b/, reason: 'lies outside this repository' },
  {
    pattern: /\b(registry[.]npmjs|deb[.]debian)\b/,
    reason: 'is a registry that the machine itself must name',
  },
  { pattern: /\bbiome[-]ignore\b|@ts[-](ignore|nocheck)\b/, reason: 'is an exception, and there are none' },
  { pattern: /\bTODO\b[:(]|\bFIXME\b/, reason: 'is work left undone' },
]

const unread = /(^|\/)pnpm-lock\.yaml$|\.(png|ico|woff2?|zst|gz|golden\..*)$/

export const isRead = (path: string) => !unread.test(path)

/** One line of text for each place that names a workplace, asks for an exception or leaves work undone. */
export function findRefusedWords(files: readonly TextFile[]): readonly string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) =>
      refused.flatMap(({ pattern, reason }) => {
        const found = pattern.exec(line)
        return found === null ? [] : [`${path}:${index + 1}: ${found[0]} ${reason}`]
      }),
    ),
  )
}
