/** One token of ClickHouse SQL; whitespace and comments are left out. */
export interface Token {
  /** `unclosed`: a string, identifier or comment without its end; nothing follows it. */
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'unclosed'
  /** A word in lower case, a quoted identifier or string without its quotes, else the text as it stands. */
  readonly value: string
  readonly start: number
  readonly end: number
  /** How many brackets are open around it; a bracket itself counts as outside. */
  readonly depth: number
}

const SPACE = /(?:[\s\u180e\u200b-\u200d\u2060\ufeff]+|--[^\n]*|#[ !][^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y
const WORD = /[A-Za-z_][A-Za-z0-9_$]*/y
const NUMBER = /[0-9][A-Za-z0-9_]*(?:\.[0-9][A-Za-z0-9_]*)?/y
const STRING = /'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*'/y
const HEREDOC = /\$(\w*)\$[\s\S]*?\$\1\$/y
const BACKTICKED = /`[^`\\]*(?:(?:\\[\s\S]|``)[^`\\]*)*`/y
const DOUBLE_QUOTED = /"[^"\\]*(?:(?:\\[\s\S]|"")[^"\\]*)*"/y

/** Tokens one after another, so that a caller may stop where a statement ends and its data begins. */
export function* tokens(sql: string): Generator<Token> {
  let depth = 0
  let at = skipSpace(sql, 0)
  while (at < sql.length) {
    const { kind, value, end } = nextToken(sql, at)
    if (kind === 'symbol' && (value === ')' || value === ']' || value === '}')) depth = Math.max(0, depth - 1)
    yield { kind, value, start: at, end, depth }
    if (kind === 'symbol' && (value === '(' || value === '[' || value === '{')) depth += 1
    at = skipSpace(sql, end)
  }
}

function nextToken(sql: string, at: number): Pick<Token, 'kind' | 'value' | 'end'> {
  const first = sql[at] ?? ''
  if (first === "'") return enclosed(sql, at, 'string', STRING)
  if (first === '`') return enclosed(sql, at, 'quoted', BACKTICKED)
  if (first === '"') return enclosed(sql, at, 'quoted', DOUBLE_QUOTED)
  const heredoc = first === '$' ? matchAt(HEREDOC, sql, at) : undefined
  if (heredoc) return { kind: 'string', value: heredoc, end: at + heredoc.length }
  const word = matchAt(WORD, sql, at)
  if (word) return { kind: 'word', value: word.toLowerCase(), end: at + word.length }
  const number = matchAt(NUMBER, sql, at)
  if (number) return { kind: 'number', value: number, end: at + number.length }
  if (sql.startsWith('/*', at)) return { kind: 'unclosed', value: '/*', end: sql.length }
  return { kind: 'symbol', value: first, end: at + 1 }
}

function enclosed(sql: string, at: number, kind: 'string' | 'quoted', pattern: RegExp) {
  const text = matchAt(pattern, sql, at)
  if (text === undefined) return { kind: 'unclosed' as const, value: sql[at] ?? '', end: sql.length }
  return { kind, value: unquote(text), end: at + text.length }
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', 0: '\0' }

function unquote(text: string): string {
  const quote = text[0] ?? ''
  const pattern = quote === "'" ? /\\([\s\S])|''/g : quote === '`' ? /\\([\s\S])|``/g : /\\([\s\S])|""/g
  return text.slice(1, -1).replace(pattern, (_, escaped?: string) => {
    return escaped === undefined ? quote : (ESCAPES[escaped] ?? escaped)
  })
}

function skipSpace(sql: string, at: number): number {
  return at + (matchAt(SPACE, sql, at)?.length ?? 0)
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

/** A string literal of SQL. Newlines may stand as they are. */
export function quoteString(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`
}

export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
}
