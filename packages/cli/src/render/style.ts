import { styleText } from 'node:util'

type Paint = (text: string) => string

/** The few colours that there are, each with one meaning. Without colours every one gives the text as it is. */
export interface Style {
  /** Where to look first. */
  readonly accent: Paint
  readonly strong: Paint
  /** What is there to be read, not to be seen. */
  readonly faint: Paint
  readonly good: Paint
  readonly warn: Paint
  readonly bad: Paint
}

export function createStyle(colored: boolean): Style {
  const paint =
    (format: Parameters<typeof styleText>[0]): Paint =>
    (text) =>
      colored && text !== '' ? styleText(format, text, { validateStream: false }) : text
  return {
    accent: paint('cyan'),
    strong: paint('bold'),
    faint: paint('dim'),
    good: paint('green'),
    warn: paint('yellow'),
    bad: paint('red'),
  }
}
