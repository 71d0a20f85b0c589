/** A block between ``` lines. */
export interface Fence {
  /** Of its first line, from 1. */
  readonly line: number
  readonly language: string
  /** What stands after the language. */
  readonly marks: readonly string[]
  readonly text: string
  /** The paragraph before it, on one line; empty where something else comes before it. */
  readonly before: string
  /** Whether nothing but an empty line is between it and the fence before. */
  readonly followsFence: boolean
}

interface Link {
  readonly line: number
  readonly target: string
}

export interface Markdown {
  readonly fences: readonly Fence[]
  readonly links: readonly Link[]
  /** As GitHub makes them of headings, and those that `id` and `name` set. */
  readonly anchors: ReadonlySet<string>
}

const FENCE = /^(?<indent>\s*)(?<ticks>`{3,}|~{3,})\s*(?<info>[^`]*)$/

export function readMarkdown(text: string): Markdown {
  const lines = text.split('\n')
  const fences: Fence[] = []
  const prose: { readonly line: number; readonly text: string }[] = []
  let paragraph: string[] = []
  let followsFence = false
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    const groups = FENCE.exec(line)?.groups
    if (groups === undefined) {
      prose.push({ line: index + 1, text: line })
      if (line.trim() !== '') {
        paragraph = (lines[index - 1] ?? '').trim() === '' ? [line] : [...paragraph, line]
        followsFence = false
      }
      continue
    }
    const { indent = '', ticks = '', info = '' } = groups
    const isEnd = (each: string) =>
      each.trim().startsWith(ticks) && each.trim() === each.trim().slice(0, 1).repeat(each.trim().length)
    const rest = lines.slice(index + 1)
    const length = Math.max(rest.findIndex(isEnd), 0)
    const [language = '', ...marks] = info.trim().split(/\s+/)
    fences.push({
      line: index + 1,
      language,
      marks,
      text: rest
        .slice(0, length)
        .map((each) => (each.startsWith(indent) ? each.slice(indent.length) : each))
        .join('\n'),
      before: paragraph.join(' '),
      followsFence,
    })
    index += length + 1
    paragraph = []
    followsFence = true
  }
  return { fences, links: prose.flatMap(linksOf), anchors: anchorsOf(prose.map((each) => each.text)) }
}

function linksOf({ line, text }: { readonly line: number; readonly text: string }): readonly Link[] {
  const spoken = text.replaceAll(/`[^`]*`/g, '')
  const patterns = [
    /\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g,
    /^\s{0,3}\[[^\]]+\]:\s+<?(\S+?)>?\s*$/g,
    /<(https?:[^>\s]+)>/g,
    /\b(?:href|src)="([^"]+)"/g,
  ]
  return patterns.flatMap((pattern) =>
    [...spoken.matchAll(pattern)].map(([, target = '']) => ({ line, target })),
  )
}

function anchorsOf(lines: readonly string[]): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const line of lines) {
    for (const [, own = ''] of line.matchAll(/\b(?:id|name)="([^"]+)"/g)) anchors.add(own)
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1]
    if (heading === undefined) continue
    const slug = slugOf(heading)
    let anchor = slug
    for (let again = 1; anchors.has(anchor); again += 1) anchor = `${slug}-${again}`
    anchors.add(anchor)
  }
  return anchors
}

/** GitHub's: lower case, words and hyphens; what a link in it points to is not read. */
function slugOf(heading: string): string {
  return heading
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')
}
