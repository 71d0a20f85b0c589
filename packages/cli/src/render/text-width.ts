import stringWidth from 'string-width'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Columns that a text takes; colours take none, ideographs and emoji two each. */
export function widthOf(text: string): number {
  return stringWidth(text)
}

/** The text in at most so many columns; what is cut ends with `…`. For text without colours. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  if (columns < 1) return ''
  let kept = ''
  let taken = 0
  for (const { segment } of graphemes.segment(text)) {
    const width = widthOf(segment)
    if (taken + width > columns - 1) break
    kept += segment
    taken += width
  }
  return `${kept.trimEnd()}…`
}

export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)))
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - widthOf(text))) + text
}

/** Words of a text in lines of at most so many columns; a longer word is cut. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').map((each) => cut(each, columns))) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return line === '' ? lines : [...lines, line]
}
