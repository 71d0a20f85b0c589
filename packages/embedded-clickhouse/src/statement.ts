import { raise } from './exceptions.ts'
import { type Token, tokens } from './sql-tokens.ts'

/** What the server has to know of a statement before it gives it to the engine. */
export type Statement =
  /** Rows come back: the place of the output file lies between `head` and `tail`. */
  | { readonly kind: 'answer'; readonly head: string; readonly tail: string; readonly format: string | null }
  /** An EXPLAIN: chDB does not send its text to an output file. */
  | { readonly kind: 'explain'; readonly text: string; readonly format: string | null }
  | { readonly kind: 'command'; readonly text: string }

const ANSWERING = new Set(['select', 'with', 'from', 'show', 'describe', 'desc', 'exists', 'check'])
/** In these SETTINGS belongs to the whole statement and stands behind the output file. */
const SETTINGS_LAST = new Set(['show', 'describe', 'desc', 'exists', 'check'])

/** Reads a complete statement that carries no data. Throws ClickHouseException for what HTTP does not allow. */
export function readStatement(sql: string): Statement {
  const all = withoutSemicolons([...tokens(sql)])
  const last = all.at(-1)
  if (!last) throw raise(62, 'Empty query')
  const text = sql.slice(0, last.end)
  refuseFilesAndShutdown(all)
  const first = all.find((token) => token.value !== '(')
  if (first?.kind !== 'word') return { kind: 'command', text }
  if (first.value === 'explain')
    return { kind: 'explain', text, format: formatClause(text, all)?.name ?? null }
  if (!ANSWERING.has(first.value) || isInsertAfterWith(all)) return { kind: 'command', text }
  return answerOf(text, all, first.value)
}

function answerOf(text: string, all: readonly Token[], firstWord: string): Statement {
  const clause = formatClause(text, all)
  const settings = SETTINGS_LAST.has(firstWord) ? all.find(isSettingsClause(all)) : undefined
  const cut = clause?.start ?? settings?.start ?? text.length
  return { kind: 'answer', head: text.slice(0, cut), tail: text.slice(cut), format: clause?.name ?? null }
}

/** The statement with its rows sent to a file, in `format` unless it names its own. */
export function answerInto(statement: Statement & { kind: 'answer' }, file: string, format: string): string {
  const clause = statement.format === null ? `FORMAT ${format} ` : ''
  return `${statement.head}\n${outputClause(file)} ${clause}${statement.tail}`
}

function outputClause(file: string): string {
  return `INTO OUTFILE '${file}' APPEND`
}

/** `FORMAT x` at the end of a statement, or before a last SETTINGS. */
function formatClause(sql: string, all: readonly Token[]): { name: string; start: number } | undefined {
  for (let index = all.length - 2; index > 0; index -= 1) {
    const [keyword, name, after] = [all[index], all[index + 1], all[index + 2]]
    if (!isWord(keyword, 'format') || keyword?.depth !== 0) continue
    if (name?.kind !== 'word' && name?.kind !== 'quoted') continue
    if (after && !isWord(after, 'settings')) continue
    const text = name.kind === 'quoted' ? name.value : sql.slice(name.start, name.end)
    return { name: text, start: keyword.start }
  }
  return undefined
}

const isSettingsClause = (all: readonly Token[]) => (token: Token, index: number) =>
  isWord(token, 'settings') && token.depth === 0 && index > 0 && all[index + 2]?.value === '='

function isInsertAfterWith(all: readonly Token[]): boolean {
  return all.some((token, index) => {
    return isWord(token, 'insert') && token.depth === 0 && isWord(all[index + 1], 'into')
  })
}

function refuseFilesAndShutdown(all: readonly Token[]): void {
  for (const [index, token] of all.entries()) {
    const next = all[index + 1]
    if (token.value === ';' && token.kind === 'symbol') {
      throw raise(62, 'Syntax error (Multi-statements are not allowed)')
    }
    if (isWord(token, 'into') && isWord(next, 'outfile')) {
      throw raise(358, 'INTO OUTFILE is not allowed: the answer comes over HTTP')
    }
  }
  if (isWord(all[0], 'system') && (isWord(all[1], 'shutdown') || isWord(all[1], 'kill'))) {
    throw raise(497, 'SYSTEM SHUTDOWN would end the process that holds the engine; stop the service instead')
  }
}

function withoutSemicolons(all: Token[]): Token[] {
  while (all.at(-1)?.value === ';' && all.at(-1)?.kind === 'symbol') all.pop()
  return all
}

export function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.value === word
}
