import type { Answer } from './steps.ts'

/**
 * How an output differs from the answer that a document shows; null when it does not. What differs from run to run does not count:
 * times, durations, ids, ports, and numbers unless the answer is `exact`. A line `…` stands for any lines, and so do lines before and
 * after those of an answer that a program which `stays` gave.
 */
export function differenceOf(answer: Answer, output: string, stays = false): string | null {
  return answer.language === 'json'
    ? jsonDifference(JSON.parse(answer.text), parsed(output), '', answer.isExact)
    : textDifference(answer, output, stays)
}

function textDifference({ text, isExact }: Answer, output: string, stays: boolean): string | null {
  const form = (lines: string) =>
    lines
      .split('\n')
      .map((line) => shapeOf(line, isExact))
      .filter((line) => line !== '')
  const said = form(output)
  let at = 0
  let mayPass = stays
  for (const line of form(text)) {
    if (line === '…') {
      mayPass = true
      continue
    }
    const found = said.indexOf(line, at)
    if (found === -1 || (!mayPass && found !== at)) {
      return `it shows\n  ${line}\nand the command said\n  ${said.slice(at).join('\n  ')}`
    }
    at = found + 1
    mayPass = stays
  }
  return mayPass || at === said.length ? null : `the command also said\n  ${said.slice(at).join('\n  ')}`
}

/** A line without what differs from run to run. */
function shapeOf(line: string, isExact: boolean): string {
  const shape = line
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'GUID')
    .replaceAll(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?/g, 'TIME')
    .replaceAll(/\b\d\d:\d\d:\d\d\b/g, 'TIME')
    .replaceAll(/#once=[\w…-]+/g, '#once=ONCE')
    .replaceAll(/(127\.0\.0\.1|localhost):\d+/g, '$1:PORT')
    .replaceAll(/\b\d+(\.\d+)? (ms|s|min|h|d)\b/g, 'AGO')
    .replaceAll(/position \d+/g, 'position N')
    .replaceAll(/[▁▂▃▄▅▆▇█]+/g, '▁')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return isExact ? shape : shape.replaceAll(/[+−-]?\d[\d,]*(\.\d+)?( %)?/g, '0')
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output)
  } catch (cause) {
    throw new Error(`the command answered no JSON: ${output.slice(0, 500)}`, { cause })
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Null may stand for anything: what is unknown in one system is known in another. */
function jsonDifference(shown: unknown, said: unknown, at: string, isExact: boolean): string | null {
  if (shown === null || said === null) return isExact && shown !== said ? `${at} is ${said}` : null
  if (Array.isArray(shown) && Array.isArray(said)) {
    if (isExact && shown.length !== said.length) return `${at} has ${said.length} elements`
    return firstOf(
      shown.map((each, index) => jsonDifference(each, said[isExact ? index : 0], `${at}[]`, isExact)),
    )
  }
  if (isRecord(shown) && isRecord(said)) {
    const names = (value: object) => Object.keys(value).sort().join(', ')
    if (names(shown) !== names(said)) return `${at || 'it'} has the fields ${names(said)}`
    return firstOf(
      Object.keys(shown).map((name) => jsonDifference(shown[name], said[name], `${at}.${name}`, isExact)),
    )
  }
  if (typeof shown !== typeof said) return `${at} is ${JSON.stringify(said)}`
  return isExact && typeof shown !== 'string' && shown !== said ? `${at} is ${said}` : null
}

const firstOf = (found: readonly (string | null)[]) => found.find((each) => each !== null) ?? null
