import { readFile } from 'node:fs/promises'
import { Option } from '@commander-js/extra-typings'
import { type AnswerOf, runSql } from '@octometer/gateway-api'
import { wrongUsage } from '../cli-error.ts'
import { type Client, pathOf } from '../client.ts'
import { collect, command, type Run } from '../command.ts'
import { foot } from '../render/foot.ts'
import { count, plural, UNKNOWN } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'
import { type Column, renderTable } from '../render/table.ts'
import type { Session } from '../session.ts'

type Answer = AnswerOf<typeof runSql>
type Row = Answer['data'][number]

export function sqlCommand(run: Run) {
  return command('sql', 'ask the read models by SQL, as ClickHouse’s read-only user', [
    ["sql 'SELECT event, count() FROM deliveries GROUP BY event ORDER BY 2 DESC LIMIT 5'", 'a table'],
    [
      "sql 'SELECT count() FROM deliveries WHERE event = {event:String}' --set event=push",
      'a value that is bound, not pasted',
    ],
    ['sql --file report.sql --format csv > report.csv', 'a file in, a file out'],
    ['sql < report.sql', 'from standard input'],
  ])
    .argument('[query]', 'one statement; standard input unless given here or by --file')
    .option('-f, --file <path>', 'a file that holds the statement')
    .option('--set <name=value>', 'a value of {name:Type} in it; may be repeated', collect)
    .addOption(
      new Option('--format <format>', 'a table for a person unless given').choices([
        'table',
        'csv',
        'ndjson',
      ] as const),
    )
    .action((query, { file, set, format = 'table', ...options }) =>
      run(options, async (session) => {
        const statement =
          query ?? (await (file === undefined ? session.terminal.readInput() : readStatement(file)))
        const client = await session.client()
        const body = { query: statement, parameters: parametersOf(set ?? []) }
        if (format !== 'table' && !session.isJson) {
          await stream(client, { ...body, format }, session)
          return undefined
        }
        const answered = await client.ask(runSql, { body: { ...body, format: 'json' } })
        session.show(answered, (answer) => rowsPage(answer, session))
        return undefined
      }),
    )
}

async function readStatement(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw wrongUsage(`${file} cannot be read (${cause instanceof Error ? cause.message : String(cause)})`)
  }
}

function parametersOf(set: readonly string[]): Record<string, string> {
  const pairs = set.map((each) => {
    const equals = each.indexOf('=')
    if (equals < 1) throw wrongUsage(`--set ${each} must be like name=value`)
    return [each.slice(0, equals), each.slice(equals + 1)] as const
  })
  return Object.fromEntries(pairs)
}

async function stream(client: Client, body: object, { terminal }: Session): Promise<void> {
  const response = await client.open(pathOf(runSql, {}, {}), {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) terminal.write(decoder.decode(chunk, { stream: true }))
}

function rowsPage({ data, rows, freshness }: Answer, { style, width }: Session): readonly string[] {
  const names = Object.keys(data[0] ?? {})
  const columns = names.map((name) => columnOf(name, data))
  return [
    ...(data.length === 0 ? [] : renderTable(columns, data, { style, width })),
    ...(data.length === 0 ? [] : ['']),
    `  ${style.faint(plural(rows, 'row'))}`,
    '',
    ...foot(freshness, style, width),
  ]
}

function columnOf(name: string, rows: readonly Row[]): Column<Row> {
  const isNumber = rows.every((row) => row[name] === null || typeof row[name] === 'number')
  const text = (row: Row) => cellText(row[name])
  return isNumber
    ? { title: plainText(name), text, align: 'right', least: 6 }
    : { title: plainText(name), text, least: 6 }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return UNKNOWN
  if (typeof value === 'number' && Number.isInteger(value)) return count(value)
  return plainText(typeof value === 'string' ? value : JSON.stringify(value))
}
