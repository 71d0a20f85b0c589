import { type Fence, readMarkdown } from './markdown.ts'

/** What a document says that a command answers: the `text` or `json` block right under it. */
export interface Answer {
  readonly language: 'text' | 'json'
  /** Marked `exact`: its numbers are compared too. */
  readonly isExact: boolean
  readonly text: string
}

/** A `sh` block of a document. */
export interface Step {
  /** `docs/page.md:12`, the line of the block. */
  readonly place: string
  readonly script: string
  /** Marked `stays`: it runs in a terminal of its own until another one does. */
  readonly stays: boolean
  /** Why no test runs it; null when one does. The paragraph before it says so. */
  readonly notRun: string | null
  readonly answer: Answer | null
}

/** The `sh` blocks of a document, in order. */
export function stepsOf(path: string, text: string): readonly Step[] {
  const { fences } = readMarkdown(text)
  return fences.flatMap((fence, index) => {
    if (fence.language !== 'sh') return []
    const next = fences[index + 1]
    return [
      {
        place: `${path}:${fence.line}`,
        script: fence.text,
        stays: fence.marks.includes('stays'),
        notRun: /_Not run by the tests: (.*?)_/.exec(fence.before)?.[1] ?? null,
        answer: next?.followsFence ? answerOf(next) : null,
      },
    ]
  })
}

function answerOf({ language, marks, text }: Fence): Answer | null {
  if (language !== 'text' && language !== 'json') return null
  return { language, isExact: marks.includes('exact'), text }
}
