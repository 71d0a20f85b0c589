import { raise } from './exceptions.ts'
import { quoteString, type Token, tokens } from './sql-tokens.ts'
import { isWord } from './statement.ts'

/** An INSERT whose rows follow its text. Offsets are bytes, for the text is read as latin1. */
export interface InsertStatement {
  /** Byte at which the rows begin. */
  readonly dataStart: number
  /** The statement that reads those rows, in their format, from a file. */
  statementReading(file: string): string
}

interface Scan {
  readonly sql: string
  readonly head: Token[]
  selects: boolean
  input: { readonly start: number; readonly end: number; readonly structure: string } | undefined
  settings: number | undefined
}

/**
 * Reads the beginning of a body as an INSERT with rows behind it, or tells that it is none. ClickHouse's HTTP
 * interface lets the rows follow VALUES or FORMAT in the query, in the body, or in both.
 */
export function readInsert(beginning: Buffer): InsertStatement | undefined {
  const sql = beginning.toString('latin1')
  const scan: Scan = { sql, head: [], selects: false, input: undefined, settings: undefined }
  for (const token of tokens(sql)) {
    const found = step(scan, token)
    if (found !== 'continue') return found
  }
  return undefined
}

function step(scan: Scan, token: Token): InsertStatement | undefined | 'continue' {
  const { head } = scan
  const place = head.length
  head.push(token)
  if (place === 0) return isWord(token, 'insert') ? 'continue' : undefined
  if (place === 1) return isWord(token, 'into') ? 'continue' : undefined
  if (place === 2) return 'continue'
  notice(scan, token)
  const previous = head[place - 1]
  if (!previous || token.depth !== 0 || previous.value === '.') return 'continue'
  if (isWord(token, 'infile')) {
    throw raise(78, 'FROM INFILE is not allowed: send the rows in the body of the request')
  }
  if (isWord(token, 'values') && !scan.selects) return withRows(scan, token, token.end, 'Values')
  if (isWord(previous, 'format') && isName(token)) {
    if (!scan.selects) return withRows(scan, previous, token.end, formatName(scan.sql, token))
    if (scan.input) return withInput(scan, previous, token)
  }
  return 'continue'
}

/** Remembers what decides how the rows are read: a SELECT, an input() and the place of SETTINGS. */
function notice(scan: Scan, token: Token): void {
  const { head } = scan
  if (isWord(token, 'select') || (isWord(token, 'with') && token.depth === 0)) scan.selects = true
  if (isWord(token, 'settings') && token.depth === 0 && !scan.selects) scan.settings ??= token.start
  const [name, open, structure] = head.slice(-4)
  if (token.value === ')' && isWord(name, 'input') && open?.value === '(' && structure?.kind === 'string') {
    scan.input = { start: name?.start ?? 0, end: token.end, structure: utf8(structure.value) }
  }
}

function isName(token: Token): boolean {
  return token.kind === 'word' || token.kind === 'quoted'
}

function formatName(sql: string, token: Token): string {
  return token.kind === 'quoted' ? token.value : sql.slice(token.start, token.end)
}

function withRows(scan: Scan, clause: Token, dataFrom: number, format: string): InsertStatement {
  const cut = scan.settings ?? clause.start
  const [before, settings] = [scan.sql.slice(0, cut), scan.sql.slice(cut, clause.start)].map(utf8)
  return {
    dataStart: startOfRows(scan.sql, dataFrom),
    statementReading: (file) => `${before}\nFROM INFILE '${file}' ${settings} FORMAT ${format}`,
  }
}

/** chDB's input() stores nothing and reports success; file() over the same bytes does what it says. */
function withInput(scan: Scan, clause: Token, format: Token): InsertStatement {
  const { sql, input } = scan
  if (!input) throw raise(477, 'input() needs a structure')
  const [before, after] = [sql.slice(0, input.start), sql.slice(input.end, clause.start)].map(utf8)
  const name = quoteString(formatName(sql, format))
  return {
    dataStart: startOfRows(sql, format.end),
    statementReading: (file) => `${before}file('${file}', ${name}, ${quoteString(input.structure)})${after}`,
  }
}

/** As the engine's own parser: blanks, then one line end, do not belong to the rows. */
function startOfRows(sql: string, from: number): number {
  if (sql[from] === ';') throw raise(62, "You have excessive ';' symbol before data for INSERT")
  const space = /[ \t\f]*\r?\n?/y
  space.lastIndex = from
  return from + (space.exec(sql)?.[0].length ?? 0)
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8')
}
